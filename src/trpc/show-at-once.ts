import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/** Shows the result of a change before the answer. The returned function reverts it. */
export async function showAtOnce<Data>(
  queries: QueryClient,
  filter: QueryFilters,
  change: (data: Data) => Data,
): Promise<() => void> {
  // A pending answer still shows the old state.
  await queries.cancelQueries(filter);
  const before = queries.getQueriesData<Data>(filter);
  queries.setQueriesData<Data>(filter, (data) => data && change(data));
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data);
  };
}
