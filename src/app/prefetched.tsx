import { dehydrate, type FetchQueryOptions, HydrationBoundary } from '@tanstack/react-query';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { type AppRouter, appRouter } from '@/server/trpc/root';
import { createQueryClient } from '@/trpc/query-client';

// biome-ignore lint/suspicious/noExplicitAny: queries of different answers share one list
type Query = FetchQueryOptions<any, any, any, any>;

/**
 * Gives the client the page's first data, loaded in this process. The browser repeats a failed query, because it has
 * words for the failure.
 */
export async function Prefetched({
  queries,
  children,
}: {
  queries: (trpc: TRPCOptionsProxy<AppRouter>) => Query[];
  children: React.ReactNode;
}) {
  const queryClient = createQueryClient();
  const actor = await sessionActor();
  const ctx = { ...container().forRequest(), actor };
  const trpc = createTRPCOptionsProxy({ ctx, router: appRouter, queryClient });
  await Promise.all(
    queries(trpc).map((query) => queryClient.prefetchQuery({ ...query, retry: false })),
  );
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}
