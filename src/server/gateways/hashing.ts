import {
  createHash,
  randomBytes,
  type ScryptOptions,
  scrypt as scryptCallback,
  timingSafeEqual,
} from 'node:crypto';
import { isServiceError, rateLimited } from '@/domain/errors';
import { TurnQueue } from '@/domain/turn-queue';

const SCRYPT = { logN: 15, r: 8, p: 1, saltBytes: 16, keyBytes: 32 } as const;
/** Parameters come from storage, and a tampered row must not cause an unbounded computation. */
const LOG_N_MAX = 20;
const SCRYPT_MEMORY_MAX_BYTES = 256 * 1024 * 1024;

/** Each hash takes 32 MiB, and about 60 ms of one core. */
const PARALLEL_MAX = 2;
const WAITING_MAX = 50;
type Waiting = { go: () => void; refuse: (error: Error) => void };
const waiting = new TurnQueue<Waiting>();
let running = 0;

/**
 * Askers take turns, so an asker with many passwords waits behind its own. If the queue is full, the asker with the
 * most is refused.
 * @throws ServiceError rate_limited
 */
function turnOf(asker: string): Promise<void> {
  if (running < PARALLEL_MAX) {
    running += 1;
    return Promise.resolve();
  }
  return new Promise((go, refuse) => {
    waiting.add(asker, { go, refuse });
    if (waiting.weight > WAITING_MAX) waiting.dropNewest()?.refuse(rateLimited(5));
  });
}

type Derivation = {
  password: string;
  asker: string;
  salt: Buffer;
  keyBytes: number;
  options: ScryptOptions;
};

async function scrypt({ password, asker, salt, keyBytes, options }: Derivation): Promise<Buffer> {
  await turnOf(asker);
  try {
    return await new Promise((resolve, reject) => {
      scryptCallback(password.normalize('NFC'), salt, keyBytes, options, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    const next = waiting.take();
    if (next) next.go();
    else running -= 1;
  }
}

/**
 * Encodes the hash with its parameters, so that they can be raised and stored hashes stay valid.
 * @param asker an address or a person: askers take turns
 * @throws ServiceError rate_limited
 */
export async function hashPassword(password: string, asker: string): Promise<string> {
  const salt = randomBytes(SCRYPT.saltBytes);
  const { logN, r, p } = SCRYPT;
  const options = scryptOptions(logN, r, p);
  const key = await scrypt({ password, asker, salt, keyBytes: SCRYPT.keyBytes, options });
  return [
    'scrypt',
    `${logN}.${r}.${p}`,
    salt.toString('base64url'),
    key.toString('base64url'),
  ].join('$');
}

/**
 * Returns false for a wrong password, and for a text that is not one of our hashes.
 * @param asker as in `hashPassword`
 * @throws ServiceError rate_limited
 */
export async function verifyPassword(
  password: string,
  encoded: string,
  asker: string,
): Promise<boolean> {
  const match = /^scrypt\$(\d{1,2})\.(\d{1,2})\.(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(encoded);
  if (!match) return false;
  const [logN, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const expected = Buffer.from(match[5] ?? '', 'base64url');
  const isWithinLimits = logN >= 1 && logN <= LOG_N_MAX && r >= 1 && p >= 1;
  if (!isWithinLimits || expected.length < SCRYPT.keyBytes) return false;
  try {
    const salt = Buffer.from(match[4] ?? '', 'base64url');
    const options = scryptOptions(logN, r, p);
    const keyBytes = expected.length;
    const actual = await scrypt({ password, asker, salt, keyBytes, options });
    return timingSafeEqual(actual, expected);
  } catch (error) {
    if (isServiceError(error)) throw error;
    return false;
  }
}

/** True if the parameters have been raised since. The password is then hashed again at the next sign-in. */
export function passwordNeedsRehash(encoded: string): boolean {
  return !encoded.startsWith(`scrypt$${SCRYPT.logN}.${SCRYPT.r}.${SCRYPT.p}$`);
}

function scryptOptions(logN: number, r: number, p: number): ScryptOptions {
  return { N: 2 ** logN, r, p, maxmem: SCRYPT_MEMORY_MAX_BYTES };
}

/** An opaque token of 256 random bits, such as `gat_...`. Only its hash is ever stored. */
export function newToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** Plain SHA-256 is enough because the input is random, so an attacker cannot guess it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

const SIGNING_SECRET_PREFIX = 'whsec_';
const SIGNING_KEY_BYTES_MIN = 24;
const SIGNING_KEY_BYTES_MAX = 64;

/** A Standard Webhooks secret: the prefix and a 32-byte key in base64. */
export function newSigningSecret(): string {
  return SIGNING_SECRET_PREFIX + randomBytes(32).toString('base64');
}

/** The key inside a `whsec_` secret. Throws if it is not a key, or is shorter or longer than the standard allows. */
export function signingKeyBytes(secret: string): Buffer {
  const encoded = secret.startsWith(SIGNING_SECRET_PREFIX)
    ? secret.slice(SIGNING_SECRET_PREFIX.length)
    : '';
  const key = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) ? Buffer.from(encoded, 'base64') : null;
  if (!key || key.length < SIGNING_KEY_BYTES_MIN || key.length > SIGNING_KEY_BYTES_MAX) {
    throw new Error('Not a signing secret: expected whsec_ followed by 24 to 64 bytes in base64.');
  }
  return key;
}
