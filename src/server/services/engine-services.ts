import { dayOfDate, firstIdOfDay } from '@/domain/ids';
import type { Services } from './context';
import { outlook } from './delivery/outlook';
import type { Pump } from './delivery/pump';
import { dispatchEvents } from './dispatch/dispatch-events';
import { noteHealthChange } from './maintenance/note-health-change';
import { purge } from './maintenance/purge';

type Rest = { nextDueAt: number | null; hasMore: boolean };

const DISPATCH_BATCH = 500;
const DISCARD_CHUNK = 5000;
const DAY_MS = 24 * 3600 * 1000;
/**
 * Embedded, one dispatch runs at a time, so it must not wait for slow receivers: after this long the
 * deliver function takes the pump over.
 */
const HAND_OVER_MS = 4;

/** What the Inngest functions do, one call each. */
export function createEngineServices(services: Services, pump: Pump) {
  const { db, clock, log, settings } = services;

  const minId = () => firstIdOfDay(dayOfDate(clock.nowMs() - settings.retentionDays * DAY_MS));

  async function rest(isDrained: boolean): Promise<Rest> {
    const { hasPending, nextDueMs, nowMs } = await outlook(db);
    const isDue = nextDueMs !== null && nextDueMs <= nowMs;
    return { hasMore: hasPending || isDue || !isDrained, nextDueAt: isDue ? null : nextDueMs };
  }

  /** Held by another run of this process: it goes on, and announces the rest when it ends. */
  async function join(): Promise<Rest & { attempted: number }> {
    pump.wake();
    return { attempted: 0, hasMore: false, nextDueAt: null };
  }

  return {
    async dispatchAndDeliver({ budgetMs }: { budgetMs: number }) {
      const deadlineMs = clock.nowMs() + budgetMs;
      let dispatched = 0;
      for (let hasMore = true; hasMore && clock.nowMs() < deadlineMs; ) {
        const batch = await dispatchEvents(db, DISPATCH_BATCH);
        dispatched += batch.events;
        hasMore = batch.hasMore;
        if (batch.deliveries > 0 && pump.isHeld) pump.wake();
      }
      if (pump.isHeld) return { dispatched, ...(await join()) };
      const isEmbedded = settings.engine === 'embedded';
      const run = await pump.run({
        deadlineMs,
        ...(isEmbedded ? { handOverMs: HAND_OVER_MS } : {}),
      });
      if (isEmbedded && !run.isDrained) {
        services.announce('gancho/deliveries.due');
        return { dispatched, attempted: run.attempted, hasMore: false, nextDueAt: null };
      }
      return { dispatched, attempted: run.attempted, ...(await rest(run.isDrained)) };
    },

    async deliver({ budgetMs }: { budgetMs: number }) {
      if (pump.isHeld) return join();
      const run = await pump.run({ deadlineMs: clock.nowMs() + budgetMs });
      return { attempted: run.attempted, ...(await rest(run.isDrained)) };
    },

    async sweep() {
      const [found] = await db.engine<
        { has_pending: boolean; has_due: boolean; has_discards: boolean }[]
      >`
        SELECT * FROM gancho.sweep(${settings.engine}::text, ${minId()}::bigint)`;
      if (found?.has_discards) await discardMarked();
      return { hasUndispatched: found?.has_pending ?? false, hasDue: found?.has_due ?? false };
    },

    /** A cheap look, for the poll of the embedded engine. */
    async hasWork() {
      const { hasPending, nextDueMs, nowMs } = await outlook(db);
      return { hasUndispatched: hasPending, hasDue: nextDueMs !== null && nextDueMs <= nowMs };
    },

    purge: () => purge(db, { nowMs: clock.nowMs(), retentionDays: settings.retentionDays, log }),

    notifyHealthChange: (change: { hookId: number; companyId: number }) =>
      noteHealthChange(db, change),
  };

  async function discardMarked(): Promise<void> {
    for (let count = 1; count > 0; ) {
      const [row] = await db.engine<
        { n: number }[]
      >`SELECT gancho.discard_chunk(${DISCARD_CHUNK}) AS n`;
      count = row?.n ?? 0;
    }
  }
}

export type EngineServices = ReturnType<typeof createEngineServices>;
