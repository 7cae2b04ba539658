import { SUSPECTED_SECONDS } from '@/domain/engine-numbers';
import { QUEUE_CHUNK } from '@/server/db/queue-chunk';
import type { Services } from '@/server/services/context';
import { outlook } from './delivery/outlook';
import type { Pump } from './delivery/pump';
import type { Begun, PumpRun } from './delivery/runs';
import { Dispatcher } from './dispatch/dispatcher';
import { mailNotifications, type SendLetter } from './maintenance/mail-notifications';
import { noteHealthChange } from './maintenance/note-health-change';
import { purge } from './maintenance/purge';
import { createRecovery } from './recovery/recover';
import type { WakeSignal } from './wake-signal';

type Rest = { nextDueAt: number | null; hasMore: boolean };

/**
 * In embedded mode only one dispatch runs at a time, so it must not wait for slow receivers. After this time the
 * deliver function takes over the pump.
 */
const HAND_OVER_MS = 4;
/**
 * A run that has dispatched events waits this long for more, because starting a new run takes as long as handling an
 * event. The total wait is limited, so that claimed deliveries always have enough time.
 */
const LINGER_MS = 250;
const LINGER_MS_MAX = 10_000;
/** In embedded mode a new run follows at once. A process that stops waits for its runs. */
const RECOVER_MS = 1_000;
/**
 * A silent worker must send a heartbeat within this time. Otherwise a second sweep declares it dead
 * (gancho.silent_workers).
 */
const SUSPECTED_MS = 1000 * SUSPECTED_SECONDS + 100;

type Extras = {
  sendLetter?: SendLetter | null;
  /** Raised when events are recorded. With it, dispatch waits for the signal instead of ending at once. */
  wakeSignal?: WakeSignal;
};

/** The work of the Inngest functions, one method for each. */
export function createEngine(
  services: Services,
  pump: Pump,
  { sendLetter = null, wakeSignal }: Extras = {},
) {
  const { db, log, settings } = services;
  const dispatcher = new Dispatcher({ db, pump, wakeSignal });
  const recover = createRecovery({ db, log, wake: wakePump });

  async function rest(isDrained: boolean): Promise<Rest> {
    const { hasPending, hasDiscards, nextDueMs, nowMs } = await outlook(db);
    // The deliveries that were in flight when the queue was discarded have come back by now.
    if (hasDiscards) await discardMarked();
    const isDue = nextDueMs !== null && nextDueMs <= nowMs;
    return { hasMore: hasPending || isDue || !isDrained, nextDueAt: isDue ? null : nextDueMs };
  }

  /** Another run of this process holds the pump. That run continues, and announces the remaining work when it ends. */
  async function join(): Promise<Rest & { attempted: number }> {
    pump.wake();
    return { attempted: 0, hasMore: false, nextDueAt: null };
  }

  return {
    async dispatchAndDeliver({ budgetMs }: { budgetMs: number }) {
      const startedMs = performance.now();
      const deadlineMs = startedMs + budgetMs;
      const isEmbedded = settings.engine === 'embedded';
      let finish = (): void => {};
      const isDispatched = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const handOver = isDispatched.then(() => pause(HAND_OVER_MS));
      const runs: Promise<PumpRun>[] = [];
      const start = (begun?: Begun) => {
        const started = pump.run({
          deadlineMs,
          ...(isEmbedded ? { handOver } : {}),
          ...(begun ? { begun } : {}),
        });
        // The promise is awaited below. Until then a failure must not count as an unhandled rejection.
        started.catch(() => {});
        runs.push(started);
      };

      let dispatched = 0;
      async function dispatch(): Promise<boolean> {
        const onDeliveries = (begun: Begun) => {
          if (!pump.isHeld) start(begun);
          else if (!begun.isAll) pump.wake();
        };
        const events = await dispatcher.run({ deadlineMs, onDeliveries });
        dispatched += events;
        return events > 0;
      }
      try {
        wakeSignal?.reset();
        while ((await dispatch()) && performance.now() - startedMs < LINGER_MS_MAX) {
          if (!(await wakeSignal?.isRaisedWithin(LINGER_MS))) break;
          wakeSignal?.reset();
        }
      } finally {
        finish();
      }
      if (runs.length === 0 && pump.isHeld) return { dispatched, ...(await join()) };
      if (runs.length === 0) start();
      const ended = await Promise.all(runs);
      const attempted = ended.reduce((sum, run) => sum + run.attempted, 0);
      const isDrained = ended.at(-1)?.isDrained ?? false;
      if (isEmbedded && !isDrained) {
        services.announce('gancho/deliveries.due');
        return { dispatched, attempted, hasMore: false, nextDueAt: null };
      }
      return { dispatched, attempted, ...(await rest(isDrained)) };
    },

    async deliver({ budgetMs }: { budgetMs: number }) {
      await discardMarked();
      if (pump.isHeld) return join();
      const run = await pump.run({ deadlineMs: performance.now() + budgetMs });
      return { attempted: run.attempted, ...(await rest(run.isDrained)) };
    },

    async sweep() {
      let found = await sweepOnce();
      if (found?.has_suspects) {
        await pause(SUSPECTED_MS);
        found = await sweepOnce();
      }
      if (found?.has_discards) await discardMarked();
      // Sends the mails that failed, or that waited because the person got a mail a moment ago.
      await mail();
      const { hasRedeliveries } = await outlook(db);
      return {
        hasUndispatched: found?.has_pending ?? false,
        hasDue: found?.has_due ?? false,
        hasRedeliveries,
      };
    },

    /**
     * A cheap check for the poll of the embedded engine. It also discards marked deliveries, because a delivery run
     * lasts as long as there is something to send.
     */
    async findWork() {
      const { hasPending, hasDiscards, nextDueMs, nowMs, hasSilent, hasRedeliveries } =
        await outlook(db);
      if (hasDiscards) await discardMarked();
      const hasDue = nextDueMs !== null && nextDueMs <= nowMs;
      return { hasUndispatched: hasPending, hasDue, hasSilent, hasRedeliveries };
    },

    async recover({ budgetMs }: { budgetMs: number }) {
      const isEmbedded = settings.engine === 'embedded';
      const hasMore = await recover(performance.now() + (isEmbedded ? RECOVER_MS : budgetMs));
      if (!isEmbedded || !hasMore) return { hasMore };
      services.announce('gancho/redeliveries.due');
      return { hasMore: false };
    },

    purge: () => purge(db, { retentionDays: settings.retentionDays, log }),

    /** Handles every change, even if one of them fails. */
    async notifyHealthChanges(changes: readonly { hookId: number; companyId: number }[]) {
      const failed: unknown[] = [];
      // A notification says how many events were lost, so they are discarded first.
      await discardMarked();
      for (const change of changes) {
        await noteHealthChange(db, change).catch((error: unknown) => failed.push(error));
      }
      await mail();
      if (failed.length > 0) throw failed[0];
    },
  };

  /** Without a run of a function, which costs more than some deliveries. */
  function wakePump(deadlineMs: number): void {
    if (pump.isHeld) pump.wake();
    // The next run of a function meets the same failure and reports it.
    else pump.run({ deadlineMs }).catch(() => {});
  }

  async function sweepOnce() {
    const [found] = await db.engine<
      {
        released: number;
        released_from: string[];
        has_suspects: boolean;
        has_pending: boolean;
        has_due: boolean;
        has_discards: boolean;
      }[]
    >`
      SELECT * FROM gancho.sweep(${settings.engine}::text)`;
    if (found && found.released > 0) {
      const fields = { count: found.released, workers: found.released_from };
      log.info(
        { event: 'deliveries_taken_over', ...fields },
        'Deliveries of silent workers, or with an expired lease, are due again',
      );
    }
    return found;
  }

  async function mail(): Promise<void> {
    if (sendLetter) await mailNotifications(db, sendLetter, log);
  }

  async function discardMarked(): Promise<void> {
    let count = 0;
    for (let isLeft = true; isLeft; ) {
      const [row] = await db.engine<
        { n: number | null }[]
      >`SELECT gancho.discard_chunk(${QUEUE_CHUNK}) AS n`;
      isLeft = row !== undefined && row.n !== null;
      count += row?.n ?? 0;
    }
    if (count > 0) log.info({ event: 'deliveries_discarded', count }, 'Deliveries were discarded');
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
