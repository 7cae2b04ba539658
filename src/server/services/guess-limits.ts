import { setTimeout } from 'node:timers/promises';
import { GuessThrottle } from './guess-throttle';

const PAUSE_MS = 1000;

export type Guess = {
  /** The subject of the guess: a client id or an e-mail. */
  of: string;
  /** The address that the request came from. Requests with unknown addresses count together. */
  address: string | null;
};

/**
 * Limits for guessing a secret. An address is refused after too many wrong guesses, for one account and for all
 * accounts. Guesses at one account from many addresses make every answer about it slow but refuse none, because someone
 * who knows an account's name must not be able to lock out its owner.
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
   * Runs `find` with the given secret. Null counts as a wrong guess. A right guess or a failed search does not count.
   * @throws ServiceError `rate_limited`
   */
  async guard<T>({ of, address }: Guess, find: () => Promise<T | null>): Promise<T | null> {
    const nowMs = performance.now();
    // The length keeps the account and the address apart.
    const pair = `${of.length} ${of} ${address}`;
    // The pair comes first, because a refused guess must not count for the other clients of the address.
    this.#perAccountAndAddress.enter(pair, nowMs);
    try {
      if (address !== null) this.#perAddress.enter(address, nowMs);
    } catch (error) {
      this.#perAccountAndAddress.takeBack(pair);
      throw error;
    }
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
