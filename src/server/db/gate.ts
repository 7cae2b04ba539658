import type { Limit } from './limit';
import { unavailableFor } from './unavailable';

type Waiter = { enter: () => void };

/**
 * A gate before the pool that admits as many callers as the pool has connections. The driver's own queue has no limit
 * and forgets no caller. The gate refuses a caller that has waited for too long and removes it from the queue.
 */
export class Gate {
  private readonly waiting = new Set<Waiter>();

  constructor(private free: number) {}

  /** @throws ServiceError `unavailable` if the caller waits longer than `limit` allows */
  async enter(limit: Limit): Promise<void> {
    if (limit.isOver) throw unavailableFor('crowded');
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    let waiter: Waiter | undefined;
    const entered = new Promise<void>((enter) => {
      waiter = { enter };
      this.waiting.add(waiter);
    });
    await limit.hold(entered, () => {
      if (waiter) this.waiting.delete(waiter);
      return unavailableFor('crowded');
    });
  }

  leave(): void {
    const [first] = this.waiting;
    if (first === undefined) {
      this.free += 1;
      return;
    }
    this.waiting.delete(first);
    first.enter();
  }
}
