import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Claimed } from './claim';
import { SLOTS_MAX, Slots } from './slots';

const MIB = 1024 * 1024;
const one = (isSlow: boolean, sizeBytes = 500, companyId = 1) =>
  ({ isSlow, sizeBytes, companyId }) as Claimed;
const many = (count: number, isSlow: boolean, companyId = 1) =>
  Array.from({ length: count }, () => one(isSlow, 500, companyId));

describe('slots', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('leaves all of its slots to quick hooks when slow ones have taken theirs', () => {
    const slots = new Slots(() => {});
    slots.take(many(SLOTS_MAX.slow, true));
    expect(slots.capacity).toMatchObject({ quick: 200, slow: 0 });
  });

  it('takes a few slow ones at a time while quick ones are in flight, and for a second after', () => {
    const slots = new Slots(() => {});
    expect(slots.capacity).toMatchObject({ quick: 200, slow: 100 });
    const quick = one(false);
    slots.take([quick]);
    expect(slots.capacity).toMatchObject({ quick: 200, slow: 32 });
    slots.leave(quick, slots.answer(quick));
    vi.advanceTimersByTime(999);
    expect(slots.capacity).toMatchObject({ quick: 200, slow: 32 });
    vi.advanceTimersByTime(1);
    expect(slots.capacity).toMatchObject({ quick: 200, slow: 100 });
  });

  it('pauses the slow ones when many are in flight along with quick ones, and reports the end of the pause', () => {
    const onFreed = vi.fn();
    const slots = new Slots(onFreed);
    slots.take([one(false), ...many(128, true)]);
    expect(slots.capacity).toMatchObject({ slow: 32 });
    slots.take(many(32, true));
    expect(slots.capacity).toMatchObject({ quick: 200, slow: 0 });
    vi.advanceTimersByTime(49);
    expect(onFreed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onFreed).toHaveBeenCalledTimes(1);
    expect(slots.capacity).toMatchObject({ slow: 32 });
  });

  it('has no capacity for anybody while quick ones are in flight or wait to be recorded', () => {
    const slots = new Slots(() => {});
    const claimed = many(SLOTS_MAX.quick, false);
    slots.take(claimed);
    expect(slots.capacity).toBeNull();
    const tiers = claimed.map((each) => slots.answer(each));
    expect(new Set(tiers)).toEqual(new Set(['quick']));
    expect(slots.capacity).toBeNull();
    for (const each of claimed) slots.leave(each, 'quick');
    expect(slots.capacity).toMatchObject({ quick: 200 });
    expect(slots.taken).toBe(0);
  });

  it('counts a delivery that is in flight for a second as slow, and reports the free capacity', () => {
    const onFreed = vi.fn();
    const slots = new Slots(onFreed);
    const [answered, ...left] = many(SLOTS_MAX.slow, false);
    slots.take([...left, ...(answered ? [answered] : [])]);
    if (answered) slots.leave(answered, slots.answer(answered));
    vi.advanceTimersByTime(1000);
    expect(onFreed).toHaveBeenCalledOnce();
    expect(slots.capacity).toMatchObject({ quick: 200, slow: 1 });
    // They also wait to be recorded, separately from the quick ones.
    const tiers = left.map((each) => slots.answer(each));
    expect(new Set(tiers)).toEqual(new Set(['slow']));
    expect(slots.capacity).toMatchObject({ quick: 200, slow: 1 });
  });

  it('never exceeds the total of its slots although more and more deliveries turn slow', () => {
    const slots = new Slots(() => {});
    for (let i = 0; i < 4; i += 1) {
      slots.take(many(1024, false));
      vi.advanceTimersByTime(1000);
    }
    expect(slots.taken).toBe(4096);
    expect(slots.capacity).toBeNull();
  });

  it('holds a company to its share of the slots, so that there is capacity for one that comes later', () => {
    const slots = new Slots(() => {});
    slots.take(many(1023, false, 7));
    expect(slots.capacity).toMatchObject({ quick: 200, quickFull: [], slowFull: [] });
    slots.take(many(1, false, 7));
    expect(slots.capacity).toMatchObject({ quick: 200, quickFull: [7], slowFull: [] });
    // With other companies in flight, a share is smaller.
    const others = many(100, true, 9);
    slots.take([...many(800, true, 8), ...others]);
    expect(slots.capacity).toMatchObject({ slowFull: [] });
    slots.take(many(158, true, 8));
    expect(slots.capacity).toMatchObject({ slowFull: [8] });
    for (const each of others) slots.leave(each, slots.answer(each));
    expect(slots.capacity).toMatchObject({ slowFull: [] });
  });

  it('has no capacity while its events are too large in total', () => {
    const slots = new Slots(() => {});
    const large = one(false, 40 * MIB);
    slots.take([large]);
    expect(slots.capacity).toBeNull();
    slots.leave(large, slots.answer(large));
    expect(slots.capacity?.bytes).toBe(4 * MIB);
  });

  it('holds a company to its share of the bytes, whatever number of slots it takes', () => {
    const slots = new Slots(() => {});
    const large = Array.from({ length: 22 }, (_, n) => one(n % 2 === 0, MIB, 7));
    slots.take(large.slice(1));
    expect(slots.capacity).toMatchObject({ quickFull: [], slowFull: [] });
    slots.take(large.slice(0, 1));
    expect(slots.capacity).toMatchObject({ bytes: 4 * MIB, quickFull: [7], slowFull: [7] });
    slots.take(Array.from({ length: 8 }, () => one(true, MIB, 8)));
    expect(slots.capacity).toMatchObject({ bytes: 2 * MIB, quickFull: [7, 8] });
    for (const each of large) slots.leave(each, slots.answer(each));
    expect(slots.capacity).toMatchObject({ quickFull: [], slowFull: [] });
  });
});
