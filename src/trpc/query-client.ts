import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';
import superjson from 'superjson';
import { httpStatusOf } from '@/lib/trpc-status';

const FRESH_MS = 10_000;
const RETRIES_MAX = 2;

/** Only our own failures are tried again, because a refused or missing object stays so. */
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
