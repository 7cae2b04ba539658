import { SLOW_AFTER_MS } from '@/domain/engine-numbers';
import type { Capacity } from './capacity';
import type { Claimed } from './claim';

/**
 * Under way or waiting to be recorded: bounds what a crash can repeat. Hooks that are slow, failing or new wait for each
 * other, not the quick ones for them.
 */
export const SLOTS_MAX: Record<Tier, number> = { quick: 1280, slow: 1536 };
/**
 * A company may hold this multiple of the free slots, so that some slots stay free: alone it gets four fifths of
 * the quick and two thirds of the slow ones, and less the more companies there are.
 */
const FREE_TIMES: Record<Tier, number> = { quick: 4, slow: 2 };
/** Also when many quick hooks turn slow at the same moment. */
export const ALL_MAX = 4096;
/** Of events; bodies, headers and answers come on top, a few times as much. */
const BYTES_MAX = 32 * 1024 * 1024;
const CLAIM_MAX = 200;
/** While several companies are served: what one of them waits for then stays short. */
const CLAIM_MAX_SHARED = 128;
/** A hook costs a claim about as much as a delivery does, so several deliveries are taken of each where they wait. */
const HOOKS_MAX = 100;
/** In a smaller claim: companies that are not among them come with the next one. */
const HOOKS_MAX_SHARED = 32;
const SLOW_CLAIM_MAX = 100;
/** While quick hooks are served, a claim of slow ones is smaller, because the quick ones wait for it. */
const SLOW_CLAIM_MAX_WITH_QUICK = 32;
/**
 * While quick hooks are served and more than this many slow deliveries are in flight, one claim of slow ones is made in
 * this many milliseconds. Connections that open all at once would keep the quick hooks waiting, and so would requests
 * that time out together.
 */
const SLOW_AT_ONCE = 128;
const SLOW_EVERY_MS = 50;
/** For so long after a quick one, or one of another company, others are expected: most of the time none of them is out. */
const AGAIN_MS = 1000;

/** The group of slots in which a delivery has its own. Results of one tier are recorded together. */
export type Tier = 'quick' | 'slow';

/** Claimed together; the quick ones among them turn slow together. */
type Batch = { isSlow: boolean; quick: Set<Claimed>; timer: NodeJS.Timeout };

/**
 * The slots of a worker: deliveries that are claimed and not recorded yet. They bound sockets and memory, and keep
 * receivers that do not answer from taking the slots of those that do.
 */
export class Slots {
  private readonly batches = new Map<Claimed, Batch>();
  private readonly count: Record<Tier, number> = { quick: 0, slow: 0 };
  private readonly companies: Record<Tier, Map<number, number>> = {
    quick: new Map(),
    slow: new Map(),
  };
  /** Claimed and not recorded, also where the delivery has left its slot already. */
  readonly held = new Set<Claimed>();
  private bytes = 0;
  private quickAtMs = Number.NEGATIVE_INFINITY;
  private sharedAtMs = Number.NEGATIVE_INFINITY;
  private lastCompanyId = 0;
  private lastAtMs = Number.NEGATIVE_INFINITY;
  private pacing: NodeJS.Timeout | null = null;

  /** @param onFreed slots have become free although nothing was recorded */
  constructor(private readonly onFreed: () => void) {}

  /** Claimed and not recorded. */
  get taken(): number {
    return this.count.quick + this.count.slow;
  }

  takenOf(tier: Tier): number {
    return this.count[tier];
  }

  /** Quick hooks are being served, and what is done for others must not keep them waiting. */
  get isServingQuick(): boolean {
    return this.count.quick > 0 || performance.now() - this.quickAtMs < AGAIN_MS;
  }

  /** Several companies are being served. */
  get isShared(): boolean {
    return performance.now() - this.sharedAtMs < AGAIN_MS;
  }

  get capacity(): Capacity | null {
    const bytes = BYTES_MAX - this.bytes;
    const left = ALL_MAX - this.taken;
    const quickMax = this.isShared ? CLAIM_MAX_SHARED : CLAIM_MAX;
    const quick = Math.min(SLOTS_MAX.quick - this.count.quick, left, quickMax);
    if (quick <= 0 || bytes <= 0) return null;
    const slowMax = this.isServingQuick ? SLOW_CLAIM_MAX_WITH_QUICK : SLOW_CLAIM_MAX;
    const slow = Math.min(SLOTS_MAX.slow - this.count.slow, left, slowMax);
    return {
      quick,
      slow: this.pacing && this.isServingQuick ? 0 : Math.max(slow, 0),
      bytes,
      hooks: this.isShared ? HOOKS_MAX_SHARED : HOOKS_MAX,
      quickFull: this.fullOf('quick'),
      slowFull: this.fullOf('slow'),
    };
  }

  private fullOf(tier: Tier): number[] {
    const most = FREE_TIMES[tier] * Math.max(SLOTS_MAX[tier] - this.count[tier], 0);
    const full: number[] = [];
    for (const [companyId, slots] of this.companies[tier]) if (slots >= most) full.push(companyId);
    return full;
  }

  private occupy(tier: Tier, companyId: number, slots: 1 | -1): void {
    this.count[tier] += slots;
    const own = (this.companies[tier].get(companyId) ?? 0) + slots;
    if (own === 0) this.companies[tier].delete(companyId);
    else this.companies[tier].set(companyId, own);
  }

  take(claimed: readonly Claimed[]): void {
    const batch: Batch = {
      isSlow: false,
      quick: new Set(),
      timer: setTimeout(() => this.turnSlow(batch), SLOW_AFTER_MS).unref(),
    };
    for (const one of claimed) {
      this.bytes += one.sizeBytes;
      this.held.add(one);
      this.noteCompany(one.companyId);
      this.occupy(one.isSlow ? 'slow' : 'quick', one.companyId, 1);
      if (one.isSlow) continue;
      batch.quick.add(one);
      this.batches.set(one, batch);
    }
    if (batch.quick.size > 0) this.quickAtMs = performance.now();
    else clearTimeout(batch.timer);
    if (batch.quick.size < claimed.length) this.pace();
  }

  /** One that was served long ago shares nothing any more. */
  private noteCompany(companyId: number): void {
    const nowMs = performance.now();
    const isOther = companyId !== this.lastCompanyId;
    if (isOther && nowMs - this.lastAtMs < AGAIN_MS) this.sharedAtMs = nowMs;
    this.lastCompanyId = companyId;
    this.lastAtMs = nowMs;
  }

  private pace(): void {
    if (this.pacing || this.count.slow <= SLOW_AT_ONCE) return;
    this.pacing = setTimeout(() => {
      this.pacing = null;
      this.onFreed();
    }, SLOW_EVERY_MS).unref();
  }

  /** The delivery was answered. It keeps its slot until it leaves, and its result is recorded with the tier of that slot. */
  answer(claimed: Claimed): Tier {
    const batch = this.batches.get(claimed);
    this.batches.delete(claimed);
    if (!batch || batch.isSlow) return 'slow';
    batch.quick.delete(claimed);
    if (batch.quick.size === 0) clearTimeout(batch.timer);
    return 'quick';
  }

  leave(claimed: Claimed, tier: Tier): void {
    this.occupy(tier, claimed.companyId, -1);
    this.bytes -= claimed.sizeBytes;
  }

  /** Until then nobody may take it for a claim whose answer was lost. */
  recorded(all: readonly { claimed: Claimed }[]): void {
    for (const { claimed } of all) this.held.delete(claimed);
  }

  private turnSlow(batch: Batch): void {
    batch.isSlow = true;
    for (const { companyId } of batch.quick) {
      this.occupy('quick', companyId, -1);
      this.occupy('slow', companyId, 1);
    }
    this.onFreed();
  }
}
