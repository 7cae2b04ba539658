import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const MASTER_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** One master key has several uses. No derived key reveals another one or the master. */
export const KEY_PURPOSES = [
  'session_signing',
  'inngest_signing',
  'secret_encryption',
  'key_check',
  'backup_proof',
] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

export function deriveKey(master: Buffer, purpose: KeyPurpose): Buffer {
  if (master.length !== MASTER_KEY_BYTES) {
    throw new Error(`The secret key must be ${MASTER_KEY_BYTES} bytes, not ${master.length}.`);
  }
  return Buffer.from(hkdfSync('sha256', master, '', `gancho/${purpose}`, MASTER_KEY_BYTES));
}

/** Stored with the data, so that a wrong key is noticed at start and not at the first delivery. */
export function keyCheckValue(master: Buffer): string {
  return deriveKey(master, 'key_check').toString('base64url');
}

export function isKeyCheckValue(master: Buffer, stored: string): boolean {
  const expected = Buffer.from(keyCheckValue(master));
  const actual = Buffer.from(stored);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** The proof of a backup's checksum, which only a holder of the key can compute. */
export function backupProof(master: Buffer, checksum: Buffer): Buffer {
  return createHmac('sha256', deriveKey(master, 'backup_proof')).update(checksum).digest();
}

/** A short name of a key for people. It distinguishes keys and decrypts nothing. */
export function keyName(keyCheck: string): string {
  return keyCheck.slice(0, 8);
}

export type SecretBoxErrorCode = 'malformed' | 'unknown_key' | 'not_authentic';

export class SecretBoxError extends Error {
  constructor(
    readonly code: SecretBoxErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'SecretBoxError';
  }
}

export type SecretBox = {
  /** Names the key that `seal` uses. */
  readonly keyId: string;
  /** The prefix of every value that `seal` makes. */
  readonly prefix: string;
  /** `context` names the row and column, so that an encrypted value cannot be moved to another place. */
  seal(plain: string, context: string): string;
  /** Throws {@link SecretBoxError}. */
  open(sealed: string, context: string): string;
  /** True if the value is sealed under the previous key, or if the key cannot be determined. */
  needsReseal(sealed: string): boolean;
};

/** AES-256-GCM. A sealed value has the form `v1.<key id>.<base64url of nonce, ciphertext and tag>`. */
export function createSecretBox(keys: { currentKey: Buffer; previousKey?: Buffer }): SecretBox {
  const current = boxKey(keys.currentKey);
  const prefix = `v1.${current.id}.`;
  const known = new Map([[current.id, current.key]]);
  if (keys.previousKey) {
    const previous = boxKey(keys.previousKey);
    known.set(previous.id, previous.key);
  }

  return {
    keyId: current.id,
    prefix,
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
      cipher.setAAD(additionalData(current.id, context));
      const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const bytes = Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
      return `${prefix}${bytes.toString('base64url')}`;
    },
    open(sealed, context) {
      const [version, keyId, encoded, ...rest] = sealed.split('.');
      const bytes = Buffer.from(encoded ?? '', 'base64url');
      if (version !== 'v1' || !keyId || rest.length > 0 || bytes.length < NONCE_BYTES + TAG_BYTES) {
        throw new SecretBoxError('malformed', 'Not a sealed value.');
      }
      const key = known.get(keyId);
      if (!key) {
        throw new SecretBoxError(
          'unknown_key',
          `Sealed under key ${keyId}, which is neither the current nor the previous secret key.`,
        );
      }
      return decrypt(bytes, key, additionalData(keyId, context));
    },
    needsReseal: (sealed) => !sealed.startsWith(prefix),
  };
}

function decrypt(bytes: Buffer, key: Buffer, aad: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch {
    throw new SecretBoxError('not_authentic', 'The value was changed, or belongs to another row.');
  }
}

function boxKey(master: Buffer): { id: string; key: Buffer } {
  const key = deriveKey(master, 'secret_encryption');
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 8), key };
}

function additionalData(keyId: string, context: string): Buffer {
  return Buffer.from(`v1.${keyId}.${context}`, 'utf8');
}
