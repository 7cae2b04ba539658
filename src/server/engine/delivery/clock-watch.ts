import type { DatabaseClock } from '@/server/gateways/clock';
import type { Log } from '@/server/services/context';
import type { Troubles } from './troubles';

const WARN_MS = 5_000;
const STOP_MS = 120_000;
const CHECK_MS = 2_000;

const AGAIN_MS = 500;

/** Resolves when the database has reported its time, however long the database is unavailable. */
export async function untilKnown(clock: DatabaseClock, log: Log): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await clock.now();
      return;
    } catch (error) {
      if (tries === 0)
        log.warn({ err: error }, 'The database does not answer. The worker waits for it');
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/**
 * Compares this process's clock with the database's. A process checks certificates by its own clock, so a wrong clock
 * affects its deliveries. A worker whose clock is off by two minutes or more therefore sends nothing.
 */
export class ClockWatch {
  private state: 'right' | 'off' | 'wrong' = 'right';
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly clock: DatabaseClock,
    private readonly troubles: Troubles,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.check(), CHECK_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  /** Whether the clock is right enough to send. Call it only when the database's time is known. */
  isRight(): boolean {
    const aheadMs = this.clock.aheadMs();
    const offMs = Math.abs(aheadMs);
    const seconds = Math.round(aheadMs / 1000);
    const state = offMs >= STOP_MS ? 'wrong' : offMs >= WARN_MS ? 'off' : 'right';
    if (state !== this.state) this.say(state, seconds);
    if (state === 'wrong') this.troubles.note('clock_skew', { seconds });
    else if (this.state === 'wrong') this.troubles.clear('clock_skew');
    this.state = state;
    return state !== 'wrong';
  }

  private check(): void {
    // Asks the database for its time again after this process's clock was set, and logs when the database is
    // unavailable.
    this.clock.now().then(
      () => this.isRight(),
      () => {},
    );
  }

  private say(state: typeof this.state, seconds: number): void {
    const fields = { seconds };
    if (state === 'wrong') {
      this.log.error(
        fields,
        "This machine's clock is wrong by minutes. Nothing is sent until it is corrected",
      );
    } else if (this.state === 'wrong') {
      this.log.info(fields, "This machine's clock is right again. Sending continues");
    } else if (state === 'off') {
      this.log.warn(
        fields,
        "This machine's clock differs from the clock of the database. Synchronize it with NTP",
      );
    }
  }
}
