import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, deriveSigningKey, signBody } from './signature';

describe('canonicalJson', () => {
  it('sorts keys at every depth and leaves out what JSON leaves out', () => {
    const value = { b: [{ z: 1, a: 'é"\n' }, null], a: undefined, é: 1.5e21, B: true };
    expect(canonicalJson(value)).toBe('{"B":true,"b":[{"a":"é\\"\\n","z":1},null],"é":1.5e+21}');
  });

  it('has the same content as JSON, in any order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe('signBody', () => {
  it('signs body and second, without the prefix of the key', () => {
    const signed = signBody('{}', 'signkey-test-00ff', 1_700_000_000_999);
    expect(signed).toBe(signBody('{}', '00ff', 1_700_000_000_000));
    expect(signed).toMatch(/^t=1700000000&s=[0-9a-f]{64}$/);
  });
});

describe('deriveSigningKey', () => {
  it('gives every secret key one key of its own, in the form that the SDK hashes', () => {
    const key = deriveSigningKey(Buffer.alloc(32, 1));
    expect(key).toMatch(/^signkey-embedded-[0-9a-f]{64}$/);
    expect(deriveSigningKey(Buffer.alloc(32, 1))).toBe(key);
    expect(deriveSigningKey(Buffer.alloc(32, 2))).not.toBe(key);
  });
});
