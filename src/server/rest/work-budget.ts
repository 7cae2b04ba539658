import { unavailable } from '@/domain/errors';

type Limits = {
  /** The bytes of bodies in work at a time. A larger body runs alone. */
  atOnce: number;
  /** The bytes that may wait. */
  waiting: number;
  waitMs: number;
};
type Waiting = { bytes: number; admit: () => void };

/**
 * Bounds the memory of requests whose bodies have been read: a body takes several times its length while it is parsed,
 * checked and stored. First come, first served.
 */
export class WorkBudget {
  private inside = 0;
  private waitingBytes = 0;
  private readonly queue = new Set<Waiting>();

  constructor(private readonly limits: Limits) {}

  /**
   * @returns a function that ends the work; call it once
   * @throws ServiceError `unavailable` where too much waits already, or for too long
   */
  async enter(bytes: number): Promise<() => void> {
    if (!this.fits(bytes) || this.queue.size > 0) await this.wait(bytes);
    else this.inside += bytes;
    return () => {
      this.inside -= bytes;
      this.admitNext();
    };
  }

  private fits(bytes: number): boolean {
    return this.inside === 0 || this.inside + bytes <= this.limits.atOnce;
  }

  private wait(bytes: number): Promise<void> {
    if (this.waitingBytes + bytes > this.limits.waiting) throw busy();
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        this.queue.delete(waiting);
        this.waitingBytes -= bytes;
      };
      const waiting: Waiting = {
        bytes,
        admit: () => {
          leave();
          this.inside += bytes;
          resolve();
        },
      };
      const timer = setTimeout(() => {
        leave();
        reject(busy());
        this.admitNext();
      }, this.limits.waitMs);
      this.queue.add(waiting);
      this.waitingBytes += bytes;
    });
  }

  private admitNext(): void {
    for (const waiting of this.queue) {
      if (!this.fits(waiting.bytes)) return;
      waiting.admit();
    }
  }
}

const busy = () =>
  unavailable('Too many bodies are being worked on: try again in a second.', {
    retryAfterSeconds: 1,
  });
