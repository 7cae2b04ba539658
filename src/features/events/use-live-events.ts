import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import type { EventsPage } from './event-view';
import { type EventsQuery, eventsInput, filterInput } from './events-query';

const EVERY_MS = 5_000;

/**
 * Loads, every few seconds while the window is visible, the state of the shown rows and the number of new ones. Shown
 * rows change in place. New rows are counted, and shown on demand.
 */
export function useLiveEvents({
  tenant,
  hookId,
  query,
  page,
}: {
  tenant: Tenant;
  hookId: number;
  query: EventsQuery;
  page: EventsPage | undefined;
}): number {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isNewestPage = query.order === 'newest' && query.cursor === null;
  const newest = page?.items[0]?.id ?? 0;
  const watched = (page?.items ?? [])
    .filter(({ finishedAt }) => finishedAt === null)
    .map(({ id }) => id);
  const changes = useQuery(
    trpc.deliveries.changes.queryOptions(
      {
        ...tenant,
        hookId,
        ...filterInput(query),
        watched,
        after: isNewestPage ? newest : Number.MAX_SAFE_INTEGER,
      },
      {
        enabled: page !== undefined,
        refetchInterval: EVERY_MS,
        // The shown rows were loaded a moment ago.
        initialData: { items: [], newCount: 0 },
        staleTime: EVERY_MS,
        retry: false,
      },
    ),
  );
  const { items, newCount } = changes.data;
  const listKey = trpc.deliveries.list.queryKey({ ...tenant, hookId, ...eventsInput(query) });
  const isEmpty = page?.items.length === 0;
  const hasFirst = isEmpty && newCount > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is a new array each time
  useEffect(() => {
    if (hasFirst) void queryClient.invalidateQueries({ queryKey: listKey });
  }, [hasFirst]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is a new array each time
  useEffect(() => {
    if (items.length === 0) return;
    const byId = new Map(items.map((item) => [item.id, item]));
    queryClient.setQueryData<EventsPage>(
      listKey,
      (shown) => shown && { ...shown, items: shown.items.map((row) => byId.get(row.id) ?? row) },
    );
  }, [items]);

  return isEmpty ? 0 : newCount;
}
