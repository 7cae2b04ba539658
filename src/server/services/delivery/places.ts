import type { Claimed } from './claim';

/** How much may be claimed now: deliveries of quick hooks, of others, and bytes of events in all. */
export type Room = { quick: number; slow: number; bytes: number };

/** Under way or waiting to be recorded: bounds what a crash can repeat. */
const QUICK_MAX = 1024;
/** Half the sockets: hooks that are slow, failing or new wait for each other, not the quick ones for them. */
const SLOW_MAX = 1024;
/** Also when many quick hooks turn slow at the same moment. */
export const ALL_MAX = 4096;
/** Of events; bodies, headers and answers come on top, a few times as much. */
const BYTES_MAX = 32 * 1024 * 1024;
const CLAIM_MAX = 200;
const SLOW_CLAIM_MAX = 100;
/** Beside quick ones: what they wait for meanwhile stays short. */
const SLOW_CLAIM_MAX_BESIDE = 32;
/**
 * Beside quick ones, of those that come on top of so many under way, such a claim at most in so many
 * milliseconds: opened all at once, their connections would keep the quick ones waiting, and so would they all
 * when they time out together.
 */
const SLOW_AT_ONCE = 128;
const SLOW_EVERY_MS = 50;
/** For so long after a quick one others are expected: most of the time none of them is out. */
const QUICK_AGAIN_MS = 1000;
/** A request that is out for so long takes one of the slow places, whatever its hook has been so far. */
const SLOW_AFTER_MS = 1000;

/** Where a delivery's place is, and who is recorded together. */
export type Lane = 'quick' | 'slow';

/** Claimed together; the quick ones among them turn slow together. */
type Batch = { isSlow: boolean; quickLeft: number; timer: NodeJS.Timeout };

/**
 * The places of a worker: who is claimed and not recorded yet. They bound sockets and memory, and keep
 * receivers that don't answer from taking the place of those that do.
 */
export class Places {
  private readonly batches = new Map<Claimed, Batch>();
  private readonly count: Record<Lane, number> = { quick: 0, slow: 0 };
  private bytes = 0;
  private quickAtMs = Number.NEGATIVE_INFINITY;
  private pacing: NodeJS.Timeout | null = null;

  /** @param onRoom places have become free although nothing was recorded */
  constructor(private readonly onRoom: () => void) {}

  /** Claimed and not recorded. */
  get taken(): number {
    return this.count.quick + this.count.slow;
  }

  takenOf(lane: Lane): number {
    return this.count[lane];
  }

  /** Quick hooks are being served, and what is done for others must not keep them waiting. */
  get isBesideQuick(): boolean {
    return this.count.quick > 0 || performance.now() - this.quickAtMs < QUICK_AGAIN_MS;
  }

  get room(): Room | null {
    const bytes = BYTES_MAX - this.bytes;
    const left = ALL_MAX - this.taken;
    const quick = Math.min(QUICK_MAX - this.count.quick, left, CLAIM_MAX);
    if (quick <= 0 || bytes <= 0) return null;
    const slowMax = this.isBesideQuick ? SLOW_CLAIM_MAX_BESIDE : SLOW_CLAIM_MAX;
    const slow = Math.min(SLOW_MAX - this.count.slow, left, slowMax);
    return { quick, slow: this.pacing && this.isBesideQuick ? 0 : Math.max(slow, 0), bytes };
  }

  take(claimed: readonly Claimed[]): void {
    const batch: Batch = {
      isSlow: false,
      quickLeft: 0,
      timer: setTimeout(() => this.turnSlow(batch), SLOW_AFTER_MS).unref(),
    };
    for (const one of claimed) {
      this.bytes += one.sizeBytes;
      if (one.isSlow) {
        this.count.slow += 1;
      } else {
        this.count.quick += 1;
        batch.quickLeft += 1;
        this.batches.set(one, batch);
      }
    }
    if (batch.quickLeft > 0) this.quickAtMs = performance.now();
    else clearTimeout(batch.timer);
    if (batch.quickLeft < claimed.length) this.pace();
  }

  private pace(): void {
    if (this.pacing || this.count.slow <= SLOW_AT_ONCE) return;
    this.pacing = setTimeout(() => {
      this.pacing = null;
      this.onRoom();
    }, SLOW_EVERY_MS).unref();
  }

  /** It has come back, and waits to be recorded in the lane where its place is until it leaves. */
  answer(claimed: Claimed): Lane {
    const batch = this.batches.get(claimed);
    this.batches.delete(claimed);
    if (!batch || batch.isSlow) return 'slow';
    batch.quickLeft -= 1;
    if (batch.quickLeft === 0) clearTimeout(batch.timer);
    return 'quick';
  }

  leave(claimed: Claimed, lane: Lane): void {
    this.count[lane] -= 1;
    this.bytes -= claimed.sizeBytes;
  }

  private turnSlow(batch: Batch): void {
    batch.isSlow = true;
    this.count.quick -= batch.quickLeft;
    this.count.slow += batch.quickLeft;
    this.onRoom();
  }
}

export const quickOf = (claimed: readonly Claimed[]): number =>
  claimed.filter((one) => !one.isSlow).length;

/** Whether a claim may have left something because of its limits; all else that is due comes with it. */
export function hasFilled(claimed: readonly Claimed[], room: Room): boolean {
  const quick = quickOf(claimed);
  const bytes = claimed.reduce((sum, one) => sum + one.sizeBytes, 0);
  // Slow hooks share their places evenly, so some of these can be left over.
  return quick >= room.quick || claimed.length > quick || bytes >= room.bytes;
}
