const CROCKFORD_BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const TIME_MS_MAX = 2 ** 48 - 1;
export const ULID_RANDOM_BYTES = 10;

/**
 * A ULID (26 characters of Crockford's base 32): 48 bits of time, then the 80 random bits given.
 * @throws RangeError when the time is not an integer of 48 bits or `random` is not 10 bytes.
 */
export function ulid(timeMs: number, random: Uint8Array): string {
  if (!Number.isInteger(timeMs) || timeMs < 0 || timeMs > TIME_MS_MAX) {
    throw new RangeError(`time out of range: ${timeMs}`);
  }
  if (random.length !== ULID_RANDOM_BYTES) {
    throw new RangeError(`expected ${ULID_RANDOM_BYTES} random bytes, got ${random.length}`);
  }
  return encodeTime(timeMs) + encodeBytes(random);
}

function encodeTime(timeMs: number): string {
  let rest = timeMs;
  let text = '';
  for (let position = 0; position < TIME_LENGTH; position += 1) {
    text = CROCKFORD_BASE32.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function encodeBytes(bytes: Uint8Array): string {
  let text = '';
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= 5) {
      pendingBits -= 5;
      text += CROCKFORD_BASE32.charAt(pending >>> pendingBits);
      pending &= (1 << pendingBits) - 1;
    }
  }
  return text;
}
