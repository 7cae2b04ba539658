import type { Claimed, ClaimOrder } from './claim';
import type { Room } from './room';

export type WithClaimed = { claimed: Claimed[] };
/** Gets null where nothing may be claimed. */
export type ClaimingCall<T extends WithClaimed> = (
  claim: { worker: number; order: ClaimOrder } | null,
) => Promise<T>;

/** What is claimed aside must not crowd out what the loop claims. */
const QUICK_MAX = 16;
const SLOW_MAX = 8;

export const roomAside = (room: Room): Room => ({
  ...room,
  quick: Math.min(room.quick, QUICK_MAX),
  slow: Math.min(room.slow, SLOW_MAX),
});

/** Claims that other calls bring along while the loop of the pump goes on. */
export class Asides {
  private count = 0;
  private onEnded: (() => void)[] = [];

  get isAny(): boolean {
    return this.count > 0;
  }

  /** @param onFailure what it has leased, if anything, is unknown */
  async during<T>(claim: () => Promise<T>, onFailure: () => void): Promise<T> {
    this.count += 1;
    try {
      return await claim();
    } catch (error) {
      onFailure();
      throw error;
    } finally {
      this.count -= 1;
      if (this.count === 0) for (const resolve of this.onEnded.splice(0)) resolve();
    }
  }

  async ended(): Promise<void> {
    if (this.isAny) await new Promise<void>((resolve) => this.onEnded.push(resolve));
  }
}
