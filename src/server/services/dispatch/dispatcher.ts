import type { Database } from '@/server/db/client';
import type { Pump } from '../delivery/pump';
import type { Doorbell } from '../doorbell';
import { type DispatchBatch, type DispatchLimit, dispatchEvents } from './dispatch-events';
import { DispatchPace } from './dispatch-pace';

/** Small enough not to keep the batch that it passes. */
const PASSING: DispatchLimit = { events: 20, deliveries: 16 };

type Options = { db: Database; pump: Pump; doorbell: Doorbell | undefined };

/** Fans out what is pending, batch after batch. For one run at a time if there is a doorbell. */
export class Dispatcher {
  private readonly pace = new DispatchPace();

  constructor(private readonly options: Options) {}

  /**
   * @param deadlineMs of `performance.now()`
   * @param onDeliveries there is something to claim
   * @returns how many events were fanned out
   */
  async run(deadlineMs: number, onDeliveries: () => void): Promise<number> {
    let events = 0;
    for (let hasMore = true; hasMore && performance.now() < deadlineMs; ) {
      const batches = await this.passed(this.dispatch(this.pace.limit, onDeliveries), onDeliveries);
      events += batches.reduce((sum, batch) => sum + batch.events, 0);
      hasMore = batches.some((batch) => batch.hasMore);
    }
    return events;
  }

  private async dispatch(limit: DispatchLimit, onDeliveries: () => void): Promise<DispatchBatch> {
    const { db, pump } = this.options;
    const batch = await pump.claimWith((claim) => dispatchEvents(db, limit, claim));
    if (batch.deliveries > batch.claimed.length) onDeliveries();
    return batch;
  }

  /**
   * A company that publishes while a batch of others is fanned out need not wait for it: small batches pass it, of
   * companies that it does not hold.
   */
  private async passed(
    batch: Promise<DispatchBatch>,
    onDeliveries: () => void,
  ): Promise<DispatchBatch[]> {
    const batches: DispatchBatch[] = [];
    let passing: Promise<void> | null = null;
    let hasRung = false;
    const pass = async () => {
      while (hasRung) {
        hasRung = false;
        const small = await this.dispatch(PASSING, onDeliveries);
        if (small.events > 0) this.pace.notePassing();
        batches.push(small);
      }
    };
    const stop = this.options.doorbell?.listen(() => {
      hasRung = true;
      // Whatever fails here fails in the batch, or is pending for the next one.
      passing ??= pass()
        .catch(() => {})
        .finally(() => {
          passing = null;
        });
    });
    try {
      const large = await batch;
      this.pace.note(large);
      batches.push(large);
    } finally {
      stop?.();
      hasRung = false;
      await passing;
    }
    return batches;
  }
}
