import { createHash } from 'node:crypto';
import { rateLimited } from '@/domain/errors';

type Window = { startedMs: number; tries: number };

const WINDOW_MS = 5 * 60_000;
const KEYS_MAX = 10_000;

/** A key is whatever was sent: it is kept at one length, and without telling whom it names. */
const idOf = (key: string) => createHash('sha256').update(key).digest('base64');

/**
 * Slows down guessing: after `triesMax` tries without success for one key, that key waits until its five
 * minutes are over. Kept in memory: passwords cost an attacker one scrypt a guess anyway, client secrets
 * have 256 random bits, and a restart that forgets is better than a table that anyone can grow.
 */
export class GuessThrottle {
  readonly #windows = new Map<string, Window>();

  constructor(private readonly triesMax: number) {}

  /**
   * Counts a try before its outcome is known, so that many at once count as well.
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

  /** How many tries of the key count just now. */
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

  /** Takes one try back that was no wrong guess, and forgives no other. */
  takeBack(key: string): void {
    const window = this.#windows.get(idOf(key));
    if (window !== undefined && window.tries > 0) window.tries -= 1;
  }
}
