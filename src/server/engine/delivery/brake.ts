import type { Database } from '@/server/db/client';
import type { DatabaseClock } from '@/server/gateways/clock';
import type { OwnFailure } from '@/server/gateways/sender/attempt-record';
import type { Log } from '@/server/services/context';
import type { Capacity } from './capacity';
import type { Claimed } from './claim';
import { ClockWatch } from './clock-watch';
import { EnginePause } from './engine-pause';
import { fileLimit, warnOfFileLimit } from './file-limit';
import { ALL_MAX } from './slots';
import { Troubles } from './troubles';

type Options = {
  db: Database;
  clock: DatabaseClock;
  log: Log;
  workerName: string;
  taken: () => number;
};

/** Decides whether this process may send. A fault of its clock or its machine does not count against a receiver. */
export class Brake {
  private readonly troubles: Troubles;
  private readonly clockWatch: ClockWatch;
  private readonly pause: EnginePause;

  constructor(private readonly options: Options) {
    const { db, clock, log, workerName, taken } = options;
    this.troubles = new Troubles(db, workerName, log);
    this.clockWatch = new ClockWatch(clock, this.troubles, log);
    const { troubles } = this;
    this.pause = new EnginePause({ troubles, log, taken, fileLimit, slotsMax: ALL_MAX });
  }

  /** For a long-lived process: checks the clocks even when there is nothing to send. */
  watch(): void {
    warnOfFileLimit(this.options.log);
    this.clockWatch.start();
  }

  /** The part of the capacity that may be claimed. */
  limit(capacity: Capacity | null): Capacity | null {
    return capacity !== null && this.clockWatch.isRight() ? this.pause.limit(capacity) : null;
  }

  claimed(claimed: readonly Claimed[]): void {
    this.pause.claimed(claimed);
  }

  answered(claimed: Claimed): void {
    this.pause.answered(claimed);
  }

  /** @returns the time until the delivery is due again, in milliseconds */
  failed(claimed: Claimed, failure: OwnFailure): number {
    return this.pause.failed(claimed, failure);
  }

  async close(): Promise<void> {
    this.clockWatch.stop();
    await this.troubles.flush();
  }
}
