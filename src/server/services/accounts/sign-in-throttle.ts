import { rateLimited } from '@/domain/errors';

type Window = { startedMs: number; failures: number };

const WINDOW_MS = 5 * 60_000;
const FAILURES_MAX = 10;
const KEYS_MAX = 10_000;

/**
 * Slows down guessing: after ten failures for one key, that key waits until its five minutes are over.
 * Kept in memory: what it protects costs an attacker one scrypt a guess anyway, and a restart that
 * forgets is better than a table that anyone can grow.
 */
export class SignInThrottle {
  readonly #windows = new Map<string, Window>();

  /** @throws ServiceError rate_limited */
  check(key: string, nowMs: number): void {
    const window = this.#windows.get(key);
    if (window === undefined || window.failures < FAILURES_MAX) return;
    const leftMs = window.startedMs + WINDOW_MS - nowMs;
    if (leftMs > 0) throw rateLimited(Math.ceil(leftMs / 1000));
    this.#windows.delete(key);
  }

  failed(key: string, nowMs: number): void {
    const window = this.#windows.get(key);
    if (window !== undefined && nowMs < window.startedMs + WINDOW_MS) {
      window.failures += 1;
      return;
    }
    this.#windows.delete(key);
    const oldest = this.#windows.keys().next();
    if (this.#windows.size >= KEYS_MAX && !oldest.done) this.#windows.delete(oldest.value);
    this.#windows.set(key, { startedMs: nowMs, failures: 1 });
  }

  succeeded(key: string): void {
    this.#windows.delete(key);
  }
}
