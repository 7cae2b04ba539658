import type { Database } from '@/server/db/client';
import type { SecretBox } from '@/server/gateways/secret-box';
import type { AttemptRecord, OwnFailure } from '@/server/gateways/sender/attempt-record';
import type { Sender } from '@/server/gateways/sender/sender';
import { Turns } from '@/server/gateways/sender/turns';
import type { Log } from '@/server/services/context';
import type { Claimed } from './claim';
import { Destinations } from './destinations';
import { sendClaimed } from './send-claimed';
import type { Tier } from './slots';

/**
 * The number of deliveries that are sent before the event loop handles answers and other work. It is smaller for slow
 * hooks, because most of them need new connections.
 */
const AT_ONCE: Record<Tier, number> = { quick: 16, slow: 4 };

export type DepartureOptions = { db: Database; sender: Sender; secretBox: SecretBox; log: Log };
export type Sent = AttemptRecord | OwnFailure;

/** Sends each claimed delivery when the settings of its hook are loaded and the hook's rate limit allows it. */
export class Departures {
  private readonly destinations: Destinations;
  private readonly turns: Record<Tier, Turns> = {
    quick: new Turns(AT_ONCE.quick),
    slow: new Turns(AT_ONCE.slow),
  };

  constructor(
    private readonly options: DepartureOptions,
    private readonly onSent: (claimed: Claimed, sent: Sent) => void,
  ) {
    this.destinations = new Destinations(options.db, options.secretBox, options.log);
  }

  /** Deliveries whose settings are loaded do not wait for others, and a small batch does not wait for a turn. */
  add(claimed: readonly Claimed[]): void {
    const unknown: Claimed[] = [];
    const isFew = claimed.length <= AT_ONCE.slow;
    for (const one of claimed) {
      if (this.destinations.isKnown(one)) this.depart(one, isFew);
      else unknown.push(one);
    }
    if (unknown.length > 0) void this.load(unknown, isFew);
  }

  private async load(claimed: readonly Claimed[], isFew: boolean): Promise<void> {
    try {
      await this.destinations.load(claimed.map(({ hookId }) => hookId));
    } catch (error) {
      this.options.log.warn({ err: error }, 'The settings of hooks were not loaded');
    }
    for (const one of claimed) this.depart(one, isFew);
  }

  private depart(claimed: Claimed, isFew: boolean): void {
    const destination = this.destinations.get(claimed);
    const send = async () =>
      this.onSent(claimed, await sendClaimed(this.options.sender, claimed, destination));
    const sendInTime = () => {
      if (claimed.delayMs >= 1) setTimeout(() => void send(), claimed.delayMs);
      else void send();
    };
    if (isFew) sendInTime();
    else this.turns[claimed.isSlow ? 'slow' : 'quick'].add(sendInTime);
  }
}
