import { ID_SEQUENCE_BITS } from './engine-numbers';
import { DAY_MS } from './units';

/**
 * Ids of events and deliveries are `day << 37 | sequence`: the receipt day in UTC, counted from 1970-01-01, above a
 * sequence number. They sort by time, stay below 2^53 until the year 2149, and name the day of the partition that holds
 * the row. The code multiplies, because JavaScript's bit operators end at 32 bits.
 */
const DAY_STRIDE = 2 ** ID_SEQUENCE_BITS;
const DAY_MAX = 2 ** 16 - 1;

/** @throws RangeError when day or sequence is out of range. */
export function historyId(day: number, sequence: number): number {
  if (!Number.isInteger(sequence) || sequence < 0 || sequence >= DAY_STRIDE) {
    throw new RangeError(`sequence out of range: ${sequence}`);
  }
  return firstIdOfDay(day) + sequence;
}

/** @throws RangeError when the value is not a history id. */
export function dayOfId(id: number): number {
  if (!Number.isSafeInteger(id) || id < 0) throw new RangeError(`not a history id: ${id}`);
  return Math.floor(id / DAY_STRIDE);
}

/** The lower bound, inclusive, of a day's ids. The next day's lower bound is the upper bound, exclusive. */
export function firstIdOfDay(day: number): number {
  if (!Number.isInteger(day) || day < 0 || day > DAY_MAX) {
    throw new RangeError(`day out of range: ${day}`);
  }
  return day * DAY_STRIDE;
}

/** The UTC day of a moment given in milliseconds since 1970. */
export function dayOfDate(ms: number): number {
  return Math.floor(ms / DAY_MS);
}
