import type { Claimed } from './claim';

/** How much may be claimed now: deliveries of quick hooks, of others, and bytes of events in all. */
export type Room = { quick: number; slow: number; bytes: number };

/** Quick ones under way, with what waits to be recorded: bounds what a crash can repeat. */
const QUICK_MAX = 1024;
/** Half the sockets: hooks that are slow, failing or new wait for each other, not the quick ones for them. */
const SLOW_MAX = 1024;
/** Also when many quick hooks turn slow at the same moment. */
const ALL_MAX = 4096;
/** Of events; bodies, headers and answers come on top, a few times as much. */
const BYTES_MAX = 32 * 1024 * 1024;
const CLAIM_MAX = 200;
const SLOW_CLAIM_MAX = 100;
/** A request that is out for so long takes one of the slow places, whatever its hook has been so far. */
const SLOW_AFTER_MS = 1000;

/** Claimed together; the quick ones among them turn slow together. */
type Batch = { isSlow: boolean; quickLeft: number; timer: NodeJS.Timeout };

/**
 * The places of a worker: who is claimed and not recorded yet. They bound sockets and memory, and keep
 * receivers that don't answer from taking the place of those that do.
 */
export class Places {
  private readonly batches = new Map<Claimed, Batch>();
  private quick = 0;
  private slow = 0;
  private answered = 0;
  private bytes = 0;

  /** @param onRoom places have become free although nothing was recorded */
  constructor(private readonly onRoom: () => void) {}

  /** Claimed and not recorded. */
  get taken(): number {
    return this.quick + this.slow + this.answered;
  }

  get room(): Room | null {
    const bytes = BYTES_MAX - this.bytes;
    const left = ALL_MAX - this.taken;
    const quick = Math.min(QUICK_MAX - this.quick - this.answered, left, CLAIM_MAX);
    if (quick <= 0 || bytes <= 0) return null;
    const slow = Math.min(SLOW_MAX - this.slow, left, SLOW_CLAIM_MAX);
    return { quick, slow: Math.max(slow, 0), bytes };
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
        this.slow += 1;
      } else {
        this.quick += 1;
        batch.quickLeft += 1;
        this.batches.set(one, batch);
      }
    }
    if (batch.quickLeft === 0) clearTimeout(batch.timer);
  }

  /** Its socket is free again; it still waits to be recorded. */
  answer(claimed: Claimed): void {
    this.answered += 1;
    const batch = this.batches.get(claimed);
    if (!batch || batch.isSlow) {
      this.slow -= 1;
    } else {
      this.quick -= 1;
      batch.quickLeft -= 1;
      if (batch.quickLeft === 0) clearTimeout(batch.timer);
    }
    this.batches.delete(claimed);
  }

  leave(claimed: Claimed): void {
    this.answered -= 1;
    this.bytes -= claimed.sizeBytes;
  }

  private turnSlow(batch: Batch): void {
    batch.isSlow = true;
    this.quick -= batch.quickLeft;
    this.slow += batch.quickLeft;
    this.onRoom();
  }
}
