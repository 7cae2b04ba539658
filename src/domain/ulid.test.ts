import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ulid } from './ulid';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeMs = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

function decodeUlid(text: string): bigint {
  return [...text].reduce((value, character) => {
    return value * 32n + BigInt(ALPHABET.indexOf(character));
  }, 0n);
}

describe('ulid', () => {
  it('encodes exactly its 48 bits of time and 80 bits of randomness', () => {
    fc.assert(
      fc.property(timeMs, random, (time, bytes) => {
        const text = ulid(time, bytes);
        expect(text).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
        const bits = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
        expect(decodeUlid(text)).toBe((BigInt(time) << 80n) | bits);
      }),
    );
  });

  it('sorts as text by time', () => {
    fc.assert(
      fc.property(timeMs, timeMs, random, random, (a, b, bytesA, bytesB) => {
        fc.pre(a !== b);
        expect(ulid(a, bytesA) < ulid(b, bytesB)).toBe(a < b);
      }),
    );
  });

  it('gives the published spelling of its bounds', () => {
    expect(ulid(0, new Uint8Array(10))).toBe('0'.repeat(26));
    expect(ulid(2 ** 48 - 1, new Uint8Array(10).fill(255))).toBe(`7${'Z'.repeat(25)}`);
    expect(ulid(1_469_918_176_385, new Uint8Array(10)).slice(0, 10)).toBe('01ARYZ6S41');
  });

  it('refuses times and byte counts that would give a malformed id', () => {
    const bytes = new Uint8Array(10);
    for (const time of [-1, 2 ** 48, 1.5, Number.NaN]) {
      expect(() => ulid(time, bytes)).toThrow(RangeError);
    }
    expect(() => ulid(0, new Uint8Array(9))).toThrow(RangeError);
    expect(() => ulid(0, new Uint8Array(16))).toThrow(RangeError);
  });
});
