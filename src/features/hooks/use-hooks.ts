import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { everyPage } from '@/domain/every-page';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { type HooksQuery, hooksInput } from './hooks-query';

const ACTIVITY_POLL_MS = 60_000;
const NOTHING = { items: [], activity: [] };

/** All hooks of a tenant with their activity. The page brings the first few hundred, and the others follow. */
export function useHooks(tenant: Tenant, query: HooksQuery) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const input = { ...tenant, ...hooksInput(query) };
  const first = useQuery(
    trpc.hooks.list.queryOptions(input, { placeholderData: keepPreviousData }),
  );
  const activity = useQuery(
    trpc.hooks.activity.queryOptions(input, {
      placeholderData: keepPreviousData,
      refetchInterval: ACTIVITY_POLL_MS,
    }),
  );
  const next = first.data?.next ?? null;
  const { data: others = NOTHING } = useQuery({
    queryKey: [...trpc.hooks.list.queryKey(input), { after: next }],
    enabled: next !== null,
    queryFn: async () => {
      const hours: NonNullable<typeof activity.data>['items'] = [];
      const items = await everyPage(async (cursor) => {
        const page = { ...input, cursor: cursor ?? next };
        const [list, { items: found }] = await Promise.all([
          queries.fetchQuery(trpc.hooks.list.queryOptions(page)),
          queries.fetchQuery(trpc.hooks.activity.queryOptions(page)),
        ]);
        hours.push(...found);
        return list;
      });
      return { items, activity: hours };
    },
  });
  const isMore = next !== null;
  return {
    hooks: first,
    all: first.data && (isMore ? [...first.data.items, ...others.items] : first.data.items),
    activity:
      activity.data &&
      new Map(
        [...activity.data.items, ...(isMore ? others.activity : [])].map(({ hookId, hours }) => [
          hookId,
          hours,
        ]),
      ),
  };
}
