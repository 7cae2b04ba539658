import type { Database } from '@/server/db/client';

export type DispatchBatch = {
  events: number;
  deliveries: number;
  /** How many had events that waited. */
  companies: number;
  hasMore: boolean;
};

const TRIES = 5;

/** `deliveries` is approximate, because an event is taken whole and at least one is taken. */
export type DispatchLimit = { events: number; deliveries: number };

/**
 * Fans out recorded events in one transaction: companies take turns. `hasMore` means that there are probably
 * others. A deadlock is taken as "try again": the whole batch is undone by it, so nothing is lost.
 */
export async function dispatchEvents(
  { engine }: Database,
  limit: DispatchLimit,
): Promise<DispatchBatch> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [row] = await engine<
        { event_count: number; delivery_count: number; company_count: number; has_more: boolean }[]
      >`SELECT * FROM gancho.dispatch(${limit.events}::integer, ${limit.deliveries}::integer)`;
      return {
        events: row?.event_count ?? 0,
        deliveries: row?.delivery_count ?? 0,
        companies: row?.company_count ?? 0,
        hasMore: row?.has_more ?? false,
      };
    } catch (error) {
      if (attempt === TRIES || !isDeadlock(error)) throw error;
    }
  }
}

export function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}
