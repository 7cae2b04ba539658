import type { Database } from '@/server/db/client';
import type { Pump } from '../delivery/pump';
import type { Begun } from '../delivery/runs';
import type { WakeSignal } from '../wake-signal';
import { type DispatchBatch, type DispatchLimit, dispatchEvents } from './dispatch-events';
import { DispatchPace } from './dispatch-pace';
import { FewRounds } from './few-rounds';

/** For companies that publish little, so that each batch is short. */
const FEW: DispatchLimit = { events: 16, deliveries: 16, pending: { from: 0, to: 16 } };
/**
 * The wait after a round that found no such events, because events of other companies raise the signal all the time.
 */
const AGAIN_MS = 15;
/** For this long after a company had many events, it is expected to have others. */
const MANY_MS = 1000;
/** A batch that took longer was not waiting for the machine. */
const REST_MS_MAX = 50;

type Options = { db: Database; pump: Pump; wakeSignal: WakeSignal | undefined };

type Run = {
  /** A value of `performance.now()`. */
  deadlineMs: number;
  /** There are due deliveries. */
  onDeliveries: (begun: Begun) => void;
};

/**
 * Fans out pending events. A company with few pending events does not wait for a batch of a company with many, because
 * its events go in rounds of their own. With a wake-up signal, only one run may be active at a time.
 */
export class Dispatcher {
  private readonly pace = new DispatchPace();
  private emptyAtMs = Number.NEGATIVE_INFINITY;
  private manyAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: Options) {}

  /** @returns how many events were fanned out */
  async run(run: Run): Promise<number> {
    const few = new FewRounds(() => this.dispatchFew(run), run.deadlineMs);
    const stop = this.options.wakeSignal?.listen(() => few.begin());
    let many = 0;
    try {
      if (performance.now() - this.manyAtMs > MANY_MS) await few.once();
      else few.begin();
      while (few.hasMore && performance.now() < run.deadlineMs) {
        const beganMs = performance.now();
        const batch = await this.dispatch(this.pace.limit, run);
        this.pace.note(batch);
        // Dispatch need not run ahead of sending. This pause leaves the machine to the events of other companies.
        if (this.pace.isShared) await pause(Math.min(performance.now() - beganMs, REST_MS_MAX));
        many += batch.events;
        if (batch.events > 0) this.manyAtMs = performance.now();
        if (batch.events > 0 && batch.hasMore) continue;
        // The number of remaining events may be small by now.
        const before = few.events;
        await few.once();
        if (few.events === before) break;
      }
    } finally {
      stop?.();
      await few.ended();
    }
    return many + few.events;
  }

  private async dispatchFew(run: Run): Promise<DispatchBatch> {
    await pause(this.emptyAtMs + AGAIN_MS - performance.now());
    const batch = await this.dispatch(FEW, run);
    if (batch.events === 0 && batch.hasMore) this.emptyAtMs = performance.now();
    else if (batch.hasMore) this.pace.noteOthers();
    return batch;
  }

  private async dispatch(limit: DispatchLimit, run: Run): Promise<DispatchBatch> {
    const { db, pump } = this.options;
    const batch = await pump.claimWith(run.deadlineMs, (claim) => dispatchEvents(db, limit, claim));
    const claimed = batch.claimed.length;
    if (batch.deliveries > 0) run.onDeliveries({ claimed, isAll: !batch.hasDue });
    return batch;
  }
}

const pause = (ms: number) =>
  ms > 0 ? new Promise<void>((resolve) => setTimeout(resolve, ms)) : undefined;
