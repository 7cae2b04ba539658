import { SLOW_AFTER_MS } from '@/domain/engine-numbers';
import type { Capacity } from './capacity';
import type { Claimed } from './claim';

/**
 * Deliveries in flight or waiting to be recorded. The limit bounds how many attempts a crash can repeat. Hooks that are
 * slow, failing or new wait for each other, and the quick hooks do not wait for them.
 */
export const SLOTS_MAX: Record<Tier, number> = { quick: 1280, slow: 1536 };
/**
 * A company may hold this multiple of the free slots, so that some slots stay free. A company that is alone gets four
 * fifths of the quick slots and two thirds of the slow ones. Each gets less when there are more companies.
 */
const FREE_TIMES: Record<Tier, number> = { quick: 4, slow: 2 };
/** The limit also holds when many quick hooks turn slow at the same moment. */
export const ALL_MAX = 4096;
const MIB = 1024 * 1024;
/** Bytes of events. Bodies, headers and answers take a few times as much in addition. */
const BYTES_MAX = 32 * MIB;
/** The maximum of one claim, because a claim can exceed the share of a company. */
const CLAIM_BYTES_MAX = 4 * MIB;
/** A company may hold this multiple of the free bytes, so that receivers that do not read large events stop nobody else. */
const FREE_BYTES_TIMES = 2;
const CLAIM_MAX = 200;
/** Used while several companies are served, so that each waits only a short time. */
const CLAIM_MAX_SHARED = 128;
/** A hook costs a claim about as much as a delivery does, so a claim takes several waiting deliveries of each hook. */
const HOOKS_MAX = 100;
/** Used in a smaller claim. The companies that are left out come with the next claim. */
const HOOKS_MAX_SHARED = 32;
const SLOW_CLAIM_MAX = 100;
/** A claim of slow deliveries is smaller while quick hooks are served, because the quick hooks wait for it. */
const SLOW_CLAIM_MAX_WITH_QUICK = 32;
/**
 * Applies while quick hooks are served and more than this many slow deliveries are in flight. One claim of slow
 * deliveries is then made in this many milliseconds. Many connections that open at once would delay the quick hooks,
 * and so would requests that time out together.
 */
const SLOW_AT_ONCE = 128;
const SLOW_EVERY_MS = 50;
/**
 * For this long after a delivery of a quick hook or of another company, more of them are expected. Most of the time
 * none of them is in flight.
 */
const AGAIN_MS = 1000;

/** The group of slots to which a delivery's slot belongs. Results of one tier are recorded together. */
export type Tier = 'quick' | 'slow';

/** Deliveries that were claimed together. The quick ones among them turn slow together. */
type Batch = { isSlow: boolean; quick: Set<Claimed>; timer: NodeJS.Timeout };

/**
 * The slots of a worker: the deliveries that are claimed and not recorded yet. They bound sockets and memory. Receivers
 * that do not answer cannot take the slots of those that do.
 */
export class Slots {
  private readonly batches = new Map<Claimed, Batch>();
  private readonly count: Record<Tier, number> = { quick: 0, slow: 0 };
  private readonly companies: Record<Tier, Map<number, number>> = {
    quick: new Map(),
    slow: new Map(),
  };
  /** Deliveries that are claimed and not recorded, even if they have already left their slots. */
  readonly held = new Set<Claimed>();
  private bytes = 0;
  private readonly bytesOf = new Map<number, number>();
  private quickAtMs = Number.NEGATIVE_INFINITY;
  private sharedAtMs = Number.NEGATIVE_INFINITY;
  private lastCompanyId = 0;
  private lastAtMs = Number.NEGATIVE_INFINITY;
  private pacing: NodeJS.Timeout | null = null;

  /** @param onFreed called when slots have become free although nothing was recorded */
  constructor(private readonly onFreed: () => void) {}

  /** The number of deliveries that take a slot. */
  get taken(): number {
    return this.count.quick + this.count.slow;
  }

  takenOf(tier: Tier): number {
    return this.count[tier];
  }

  /** Quick hooks are being served, and work for other hooks must not delay them. */
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
      bytes: Math.min(bytes, CLAIM_BYTES_MAX),
      hooks: this.isShared ? HOOKS_MAX_SHARED : HOOKS_MAX,
      quickFull: this.fullOf('quick'),
      slowFull: this.fullOf('slow'),
    };
  }

  private fullOf(tier: Tier): number[] {
    const most = FREE_TIMES[tier] * Math.max(SLOTS_MAX[tier] - this.count[tier], 0);
    const full = new Set<number>();
    for (const [companyId, slots] of this.companies[tier]) if (slots >= most) full.add(companyId);
    const mostBytes = FREE_BYTES_TIMES * (BYTES_MAX - this.bytes);
    for (const [companyId, bytes] of this.bytesOf) if (bytes >= mostBytes) full.add(companyId);
    return [...full];
  }

  private hold(companyId: number, bytes: number): void {
    this.bytes += bytes;
    const own = (this.bytesOf.get(companyId) ?? 0) + bytes;
    if (own === 0) this.bytesOf.delete(companyId);
    else this.bytesOf.set(companyId, own);
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
      this.hold(one.companyId, one.sizeBytes);
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

  /** Notes that a company is served. A company that was served long ago no longer counts for sharing. */
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

  /**
   * The delivery was answered. It keeps its slot until it leaves, and its result is recorded with the tier of that
   * slot.
   */
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
    this.hold(claimed.companyId, -claimed.sizeBytes);
  }

  /**
   * The deliveries are recorded. Until then they are held, so that nobody mistakes them for a claim whose answer was
   * lost.
   */
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
