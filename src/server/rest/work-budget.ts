import { unavailable } from '@/domain/errors';
import { TurnQueue } from '@/domain/turn-queue';

type Limits = {
  /** The bytes of bodies in work at a time. A larger body runs alone. */
  atOnce: number;
  /** The bytes that may wait. */
  waiting: number;
  waitMs: number;
};
type Waiting = { bytes: number; admit: () => void; refuse: () => void };

/**
 * Bounds the memory of requests whose bodies have been read, because a body takes several times its length while it is
 * parsed, checked and stored. Clients take turns, so a client with many bodies waits behind its own.
 */
export class WorkBudget {
  private inside = 0;
  private readonly queue = new TurnQueue<Waiting>(({ bytes }) => bytes);

  constructor(private readonly limits: Limits) {}

  /**
   * @returns a function that ends the work; call it once
   * @throws ServiceError `unavailable` after a long wait, and for the client whose bodies fill the queue
   */
  async enter(client: string, bytes: number): Promise<() => void> {
    if (!this.fits(bytes) || this.queue.first !== undefined) await this.wait(client, bytes);
    else this.inside += bytes;
    return () => {
      this.inside -= bytes;
      this.admitNext();
    };
  }

  private fits(bytes: number): boolean {
    return this.inside === 0 || this.inside + bytes <= this.limits.atOnce;
  }

  private wait(client: string, bytes: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const refuse = () => {
        clearTimeout(timer);
        reject(busy());
      };
      const waiting: Waiting = {
        bytes,
        refuse,
        admit: () => {
          clearTimeout(timer);
          this.inside += bytes;
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.queue.remove(client, waiting);
        refuse();
        this.admitNext();
      }, this.limits.waitMs);
      this.queue.add(client, waiting);
      while (this.queue.weight > this.limits.waiting) this.queue.dropNewest()?.refuse();
    });
  }

  private admitNext(): void {
    for (let next = this.queue.first; next && this.fits(next.bytes); next = this.queue.first) {
      this.queue.take()?.admit();
    }
  }
}

const busy = () =>
  unavailable('Too many bodies are being worked on: try again in a second.', {
    retryAfterSeconds: 1,
  });
