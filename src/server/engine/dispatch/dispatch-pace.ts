import { type DispatchBatch, type DispatchLimit, PENDING_MAX } from './dispatch-events';

/** More than go past it, save a few: so that the last ones of many need no batch for each of them. */
const MANY = { from: 5, to: PENDING_MAX };
/** Alone, a company's events cost less each the more of them are fanned out together. */
const DELIVERIES_ALONE = 500;
/** While several companies publish: what one of them waits for then stays short. */
const DELIVERIES_SHARED = 100;
/** For so long after several companies have published, others are expected. */
const SHARED_MS = 1000;
const EVENTS_MIN = 10;
const EVENTS_MAX = 500;

/** How much to fan out next, by what came of the batches before: to look at more events than are taken is wasted. */
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
