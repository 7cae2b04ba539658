import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Claimed } from './claim';
import { PLACES_MAX, Places } from './places';

const one = (isSlow: boolean, sizeBytes = 500, companyId = 1) =>
  ({ isSlow, sizeBytes, companyId }) as Claimed;
const many = (count: number, isSlow: boolean, companyId = 1) =>
  Array.from({ length: count }, () => one(isSlow, 500, companyId));

describe('places', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('leaves all of its places to quick hooks when slow ones have taken theirs', () => {
    const places = new Places(() => {});
    places.take(many(PLACES_MAX.slow, true));
    expect(places.room).toMatchObject({ quick: 200, slow: 0 });
  });

  it('takes slow ones a few at a time while quick ones are under way, and for a second after', () => {
    const places = new Places(() => {});
    expect(places.room).toMatchObject({ quick: 200, slow: 100 });
    const quick = one(false);
    places.take([quick]);
    expect(places.room).toMatchObject({ quick: 200, slow: 32 });
    places.leave(quick, places.answer(quick));
    vi.advanceTimersByTime(999);
    expect(places.room).toMatchObject({ quick: 200, slow: 32 });
    vi.advanceTimersByTime(1);
    expect(places.room).toMatchObject({ quick: 200, slow: 100 });
  });

  it('takes no more slow ones for a moment once many are under way beside quick ones, and says when it is over', () => {
    const onRoom = vi.fn();
    const places = new Places(onRoom);
    places.take([one(false), ...many(128, true)]);
    expect(places.room).toMatchObject({ slow: 32 });
    places.take(many(32, true));
    expect(places.room).toMatchObject({ quick: 200, slow: 0 });
    vi.advanceTimersByTime(49);
    expect(onRoom).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onRoom).toHaveBeenCalledTimes(1);
    expect(places.room).toMatchObject({ slow: 32 });
  });

  it('has no room for anybody while quick ones are under way or wait to be recorded', () => {
    const places = new Places(() => {});
    const claimed = many(PLACES_MAX.quick, false);
    places.take(claimed);
    expect(places.room).toBeNull();
    const lanes = claimed.map((each) => places.answer(each));
    expect(new Set(lanes)).toEqual(new Set(['quick']));
    expect(places.room).toBeNull();
    for (const each of claimed) places.leave(each, 'quick');
    expect(places.room).toMatchObject({ quick: 200 });
    expect(places.taken).toBe(0);
  });

  it('counts among the slow what has been out for a second, and says that there is room', () => {
    const onRoom = vi.fn();
    const places = new Places(onRoom);
    const [answered, ...left] = many(PLACES_MAX.slow, false);
    places.take([...left, ...(answered ? [answered] : [])]);
    if (answered) places.leave(answered, places.answer(answered));
    vi.advanceTimersByTime(1000);
    expect(onRoom).toHaveBeenCalledOnce();
    expect(places.room).toMatchObject({ quick: 200, slow: 1 });
    // Also while they wait to be recorded, which they do apart from the quick ones.
    const lanes = left.map((each) => places.answer(each));
    expect(new Set(lanes)).toEqual(new Set(['slow']));
    expect(places.room).toMatchObject({ quick: 200, slow: 1 });
  });

  it('goes no further than all its places although ever more turn slow', () => {
    const places = new Places(() => {});
    for (let i = 0; i < 4; i += 1) {
      places.take(many(1024, false));
      vi.advanceTimersByTime(1000);
    }
    expect(places.taken).toBe(4096);
    expect(places.room).toBeNull();
  });

  it('holds a company to its share of the places, so that there is room for one that comes later', () => {
    const places = new Places(() => {});
    places.take(many(1023, false, 7));
    expect(places.room).toMatchObject({ quick: 200, quickFull: [], slowFull: [] });
    places.take(many(1, false, 7));
    expect(places.room).toMatchObject({ quick: 200, quickFull: [7], slowFull: [] });
    // With others under way, a share is smaller.
    const others = many(100, true, 9);
    places.take([...many(800, true, 8), ...others]);
    expect(places.room).toMatchObject({ slowFull: [] });
    places.take(many(158, true, 8));
    expect(places.room).toMatchObject({ slowFull: [8] });
    for (const each of others) places.leave(each, places.answer(each));
    expect(places.room).toMatchObject({ slowFull: [] });
  });

  it('has no room while the events that it holds are too large together', () => {
    const places = new Places(() => {});
    const large = one(false, 40 * 1024 * 1024);
    places.take([large]);
    expect(places.room).toBeNull();
    places.leave(large, places.answer(large));
    expect(places.room?.bytes).toBe(32 * 1024 * 1024);
  });
});
