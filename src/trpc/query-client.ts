import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';
import superjson from 'superjson';
import { httpStatusOf } from '@/lib/trpc-status';

const FRESH_MS = 10_000;
const RETRIES_MAX = 2;

/** What a person may not see or what is not there stays so: only our own failures are asked again. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  const status = httpStatusOf(error) ?? 500;
  return failures < RETRIES_MAX && status >= 500;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: isWorthRetrying },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
