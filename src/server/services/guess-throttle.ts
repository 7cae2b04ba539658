import { createHash } from 'node:crypto';
import { rateLimited } from '@/domain/errors';

type Window = { startedMs: number; tries: number };

const WINDOW_MS = 5 * 60_000;
const KEYS_MAX = 10_000;

/** Callers send any text as a key, so it is kept with a fixed length and does not reveal its subject. */
const idOf = (key: string) => createHash('sha256').update(key).digest('base64');

/**
 * Slows down guessing. After `triesMax` tries without success for one key, that key waits until its five minutes are
 * over. The tries are kept in memory: each password guess costs an attacker one scrypt anyway, client secrets have 256
 * random bits, and it is better to forget at a restart than to keep a table that anyone can grow.
 */
export class GuessThrottle {
  readonly #windows = new Map<string, Window>();

  constructor(private readonly triesMax: number) {}

  /**
   * Counts a try before its outcome is known, so that concurrent tries count as well.
   * @throws ServiceError rate_limited
   */
  enter(key: string, nowMs: number): void {
    const id = idOf(key);
    const window = this.#windows.get(id);
    if (window === undefined || nowMs >= window.startedMs + WINDOW_MS) {
      this.#open(id, nowMs);
    } else if (window.tries < this.triesMax) {
      window.tries += 1;
    } else {
      throw rateLimited(Math.ceil((window.startedMs + WINDOW_MS - nowMs) / 1000));
    }
  }

  /** The number of the key's tries that count now. */
  triesOf(key: string, nowMs: number): number {
    const window = this.#windows.get(idOf(key));
    return window !== undefined && nowMs < window.startedMs + WINDOW_MS ? window.tries : 0;
  }

  #open(id: string, nowMs: number): void {
    this.#windows.delete(id);
    const oldest = this.#windows.keys().next();
    if (this.#windows.size >= KEYS_MAX && !oldest.done) this.#windows.delete(oldest.value);
    this.#windows.set(id, { startedMs: nowMs, tries: 1 });
  }

  /** Removes one try that was not a wrong guess. Other tries still count. */
  takeBack(key: string): void {
    const window = this.#windows.get(idOf(key));
    if (window !== undefined && window.tries > 0) window.tries -= 1;
  }
}
