import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  createSecretBox,
  deriveKey,
  isKeyCheckValue,
  KEY_PURPOSES,
  keyCheckValue,
  SecretBoxError,
} from './secret-box';

const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const box = createSecretBox({ currentKey: oldKey });

function codeOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof SecretBoxError ? error.code : String(error);
  }
}

describe('secret box', () => {
  it.each(['', 'whsec_abc', 'ação 🔑', 'x'.repeat(10_000)])('opens what it sealed', (plain) => {
    const sealed = box.seal(plain, 'hooks.1.secret');
    expect(sealed).toMatch(new RegExp(`^v1\\.${box.keyId}\\.[\\w-]+$`));
    expect(box.open(sealed, 'hooks.1.secret')).toBe(plain);
  });

  it('never encrypts to the same value twice', () => {
    expect(box.seal('same', 'a')).not.toBe(box.seal('same', 'a'));
  });

  it('does not open in another context', () => {
    const sealed = box.seal('secret', 'hooks.1.secret');
    expect(codeOf(() => box.open(sealed, 'hooks.2.secret'))).toBe('not_authentic');
  });

  it('notices a change of any byte', () => {
    const [version, keyId, encoded] = box.seal('secret', 'a').split('.');
    const bytes = Buffer.from(encoded ?? '', 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const sealed = `${version}.${keyId}.${changed.toString('base64url')}`;
      expect(codeOf(() => box.open(sealed, 'a'))).toBe('not_authentic');
    }
  });

  it.each(['', 'v1', 'v2.abc.def', 'v1.abc.short', `v1..${'A'.repeat(60)}`])(
    'calls %j malformed',
    (sealed) => {
      expect(codeOf(() => box.open(sealed, 'a'))).toBe('malformed');
    },
  );

  it('opens both keys during a rotation, encrypts with the new one, and reports values to encrypt again', () => {
    const rotated = createSecretBox({ currentKey: newKey, previousKey: oldKey });
    const before = box.seal('secret', 'a');
    expect(rotated.open(before, 'a')).toBe('secret');
    expect(rotated.needsReseal(before)).toBe(true);
    const after = rotated.seal('secret', 'a');
    expect(rotated.needsReseal(after)).toBe(false);
    expect(createSecretBox({ currentKey: newKey }).open(after, 'a')).toBe('secret');
    expect(codeOf(() => box.open(after, 'a'))).toBe('unknown_key');
  });

  it('derives a separate key for each purpose, the same each time', () => {
    const keys = KEY_PURPOSES.map((purpose) => deriveKey(oldKey, purpose).toString('hex'));
    expect(new Set([...keys, oldKey.toString('hex')]).size).toBe(KEY_PURPOSES.length + 1);
    expect(deriveKey(oldKey, 'session_signing').toString('hex')).toBe(keys[0]);
    expect(() => deriveKey(randomBytes(16), 'session_signing')).toThrow(/32 bytes/);
  });

  it('distinguishes the right key from a wrong one by its check value', () => {
    const stored = keyCheckValue(oldKey);
    expect(isKeyCheckValue(oldKey, stored)).toBe(true);
    expect(isKeyCheckValue(newKey, stored)).toBe(false);
    expect(isKeyCheckValue(oldKey, '')).toBe(false);
  });
});
