import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOfDate, dayOfId, firstIdOfDay, historyId } from './ids';

const day = fc.integer({ min: 0, max: 65_535 });
const sequence = fc.integer({ min: 0, max: 2 ** 37 - 1 });

describe('history ids', () => {
  it('are the day shifted by 37 bits or the sequence, and always safe integers', () => {
    fc.assert(
      fc.property(day, sequence, (d, s) => {
        const id = historyId(d, s);
        expect(Number.isSafeInteger(id)).toBe(true);
        expect(BigInt(id)).toBe((BigInt(d) << 37n) | BigInt(s));
        expect(dayOfId(id)).toBe(d);
      }),
    );
  });

  it('sort by day first, then by sequence', () => {
    fc.assert(
      fc.property(day, sequence, day, sequence, (d1, s1, d2, s2) => {
        const expected = Math.sign(d1 - d2) || Math.sign(s1 - s2);
        expect(Math.sign(historyId(d1, s1) - historyId(d2, s2))).toBe(expected);
      }),
    );
  });

  it('lie within the bounds of their own day and of no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_534 }), sequence, (d, s) => {
        const id = historyId(d, s);
        expect(id).toBeGreaterThanOrEqual(firstIdOfDay(d));
        expect(id).toBeLessThan(firstIdOfDay(d + 1));
      }),
    );
  });

  it('refuse values that do not fit instead of changing the day', () => {
    expect(() => historyId(20_000, 2 ** 37)).toThrow(RangeError);
    expect(() => historyId(20_000, -1)).toThrow(RangeError);
    expect(() => historyId(20_000, 1.5)).toThrow(RangeError);
    expect(() => historyId(65_536, 0)).toThrow(RangeError);
    expect(() => firstIdOfDay(-1)).toThrow(RangeError);
    expect(() => dayOfId(Number.NaN)).toThrow(RangeError);
    expect(() => dayOfId(2 ** 53)).toThrow(RangeError);
  });
});

describe('dayOfDate', () => {
  it('turns at midnight UTC', () => {
    expect(dayOfDate(Date.parse('1970-01-01T23:59:59.999Z'))).toBe(0);
    expect(dayOfDate(Date.parse('2026-06-30T23:59:59.999Z'))).toBe(20_634);
    expect(dayOfDate(Date.parse('2026-07-01T00:00:00.000Z'))).toBe(20_635);
  });
});
