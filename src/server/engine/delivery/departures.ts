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

/** Sent at a time, before answers and others have their turn: to slow hooks, which mostly need new connections, fewer. */
const AT_ONCE: Record<Tier, number> = { quick: 16, slow: 4 };

export type DepartureOptions = { db: Database; sender: Sender; secretBox: SecretBox; log: Log };
export type Sent = AttemptRecord | OwnFailure;

/** Sends what is claimed, each when the settings of its hook are there and its hook's rate allows it. */
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

  /** Those whose settings are known wait for no others, and a few for no turn. */
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
      this.options.log.warn({ err: error }, 'Destinations could not be loaded');
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
