import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/** Shows the outcome of a change before there is an answer. What it gives back takes all of it back. */
export async function showAtOnce<Data>(
  queries: QueryClient,
  filter: QueryFilters,
  change: (data: Data) => Data,
): Promise<() => void> {
  // An answer that is on its way still tells of before.
  await queries.cancelQueries(filter);
  const before = queries.getQueriesData<Data>(filter);
  queries.setQueriesData<Data>(filter, (data) => data && change(data));
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data);
  };
}
