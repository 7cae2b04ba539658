import { type DispatchBatch, type DispatchLimit, PENDING_MAX } from './dispatch-events';

/**
 * Starts below the limit of the rounds for few events, so that the last events of a large number do not need one batch
 * each.
 */
const MANY = { from: 5, to: PENDING_MAX };
/** Used when one company publishes alone, because its events then cost less each in a large batch. */
const DELIVERIES_ALONE = 500;
/** Used while several companies publish, so that each waits only a short time. */
const DELIVERIES_SHARED = 100;
/** For this long after several companies have published, more of their events are expected. */
const SHARED_MS = 1000;
const EVENTS_MIN = 10;
const EVENTS_MAX = 500;

/**
 * Decides how much to fan out next from the results of earlier batches, because reading more events than are taken is
 * waste.
 */
export class DispatchPace {
  private events = EVENTS_MAX;
  private sharedAtMs = Number.NEGATIVE_INFINITY;

  get limit(): DispatchLimit {
    const deliveries = this.isShared ? DELIVERIES_SHARED : DELIVERIES_ALONE;
    return { events: this.events, deliveries, pending: MANY };
  }

  get isShared(): boolean {
    return performance.now() - this.sharedAtMs < SHARED_MS;
  }

  /** Another company publishes as well. */
  noteOthers(): void {
    this.sharedAtMs = performance.now();
  }

  note({ events, companies }: DispatchBatch): void {
    if (events === 0) return;
    if (companies > 1) this.noteOthers();
    this.events = Math.min(Math.max(2 * events, EVENTS_MIN), EVENTS_MAX);
  }
}
