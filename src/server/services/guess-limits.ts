import { setTimeout } from 'node:timers/promises';
import { GuessThrottle } from './guess-throttle';

const PAUSE_MS = 1000;

export type Guess = {
  /** Whom the guess is about: a client id, an e-mail. */
  of: string;
  /** Whence the request came; those of which it is not known count together. */
  address: string | null;
};

/**
 * Limits for guessing a secret. One address is refused after too many wrong ones, for one account and for all. Guesses from
 * everywhere at one account make every answer about it slow and refuse none: someone who knows an account's name must not be able to
 * lock its owner out.
 */
export class GuessLimits {
  readonly #perAddress: GuessThrottle;
  readonly #perAccountAndAddress: GuessThrottle;
  readonly #perAccount = new GuessThrottle(Number.POSITIVE_INFINITY);

  constructor(
    private readonly limits: {
      perAddress: number;
      perAccountAndAddress: number;
      slowAfter: number;
    },
  ) {
    this.#perAddress = new GuessThrottle(limits.perAddress);
    this.#perAccountAndAddress = new GuessThrottle(limits.perAccountAndAddress);
  }

  /**
   * Finds by the secret that was given: null is a wrong guess. What was right or failed counts for nothing.
   * @throws ServiceError `rate_limited`
   */
  async guard<T>({ of, address }: Guess, find: () => Promise<T | null>): Promise<T | null> {
    const nowMs = performance.now();
    // The length keeps the account and the address apart.
    const pair = `${of.length} ${of} ${address}`;
    if (address !== null) this.#perAddress.enter(address, nowMs);
    this.#perAccountAndAddress.enter(pair, nowMs);
    this.#perAccount.enter(of, nowMs);
    if (this.#perAccount.triesOf(of, nowMs) > this.limits.slowAfter) await setTimeout(PAUSE_MS);
    let isWrong = false;
    try {
      const found = await find();
      isWrong = found === null;
      return found;
    } finally {
      if (!isWrong) {
        this.#perAccount.takeBack(of);
        this.#perAccountAndAddress.takeBack(pair);
        if (address !== null) this.#perAddress.takeBack(address);
      }
    }
  }
}
