import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  hashPassword,
  hashToken,
  newSigningSecret,
  newToken,
  passwordNeedsRehash,
  signingKeyBytes,
  verifyPassword,
} from './hashing';

/** The hash of "same" with few rounds, because its test computes it fifty times. */
const QUICK = `scrypt$4.8.1$c2FsdA$${scryptSync('same', 'salt', 32, { N: 16 }).toString('base64url')}`;

describe('passwords', () => {
  it('verify against their own hash only, whatever form their characters were typed in', async () => {
    const encoded = await hashPassword('caf\u00e9 e p\u00e3o', '');
    expect(await verifyPassword('cafe\u0301 e pa\u0303o', encoded, '')).toBe(true);
    expect(await verifyPassword('cafe e pao', encoded, '')).toBe(false);
    expect(passwordNeedsRehash(encoded)).toBe(false);
  });

  it('are hashed in turns, and an asker with many waits behind its own and is refused first', async () => {
    const order: string[] = [];
    const ask = (asker: string) =>
      verifyPassword('same', QUICK, asker).then(
        () => order.push(asker),
        () => order.push(`${asker} refused`),
      );
    await Promise.all([...Array.from({ length: 52 }, () => ask('flood')), ask('a'), ask('b')]);
    expect(order.filter((one) => one === 'flood refused')).toHaveLength(2);
    expect(order.filter((one) => one !== 'flood refused').slice(0, 7)).toEqual(
      expect.arrayContaining(['a', 'b']),
    );
    expect(order).toHaveLength(54);
    expect(await verifyPassword('same', QUICK, '')).toBe(true);
  });

  it('never hash to the same value twice', async () => {
    expect(await hashPassword('same', '')).not.toBe(await hashPassword('same', ''));
  });

  it.each([
    '',
    'plain',
    'scrypt$15.8.1$c2FsdA$',
    'scrypt$15.8.1$c2FsdA$c2hvcnQ',
    `scrypt$31.8.1$c2FsdA$${'A'.repeat(43)}`,
    `scrypt$0.8.1$c2FsdA$${'A'.repeat(43)}`,
    `scrypt$15.99.99$c2FsdA$${'A'.repeat(43)}`,
  ])('are refused without an exception by the stored text %j', async (encoded) => {
    expect(await verifyPassword('password', encoded, '')).toBe(false);
  });

  it('need a new hash when the parameters are older', () => {
    expect(passwordNeedsRehash('scrypt$14.8.1$c2FsdA$aGFzaA')).toBe(true);
  });
});

describe('tokens and signing secrets', () => {
  it('are random, prefixed, and hash to the same value each time', () => {
    const token = newToken('gat');
    expect(token).toMatch(/^gat_[\w-]{43}$/);
    expect(newToken('gat')).not.toBe(token);
    expect(hashToken(token)).toBe(hashToken(token));
    expect(hashToken(token)).not.toContain(token.slice(4));
  });

  it('contain a key of 32 bytes', () => {
    const secret = newSigningSecret();
    expect(secret).toMatch(/^whsec_/);
    expect(signingKeyBytes(secret)).toHaveLength(32);
  });

  it.each(['', 'whsec_', 'whsec_c2hvcnQ=', 'secret', `whsec_${'*'.repeat(44)}`, 'A'.repeat(44)])(
    'refuse %j as a signing secret',
    (secret) => {
      expect(() => signingKeyBytes(secret)).toThrow(/Not a signing secret/);
    },
  );
});
