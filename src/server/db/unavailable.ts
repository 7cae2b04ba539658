import { isServiceError, type ServiceError, unavailable } from '@/domain/errors';
import { outageListener } from './outage-listener';

/** The reason why the database cannot do the requested work now. */
export type Outage =
  | 'unreachable'
  | 'refused'
  | 'lost'
  | 'starting'
  | 'full'
  | 'memory'
  | 'connections'
  | 'read_only'
  | 'busy'
  | 'late'
  | 'crowded'
  | 'not_migrated'
  | 'no_partition';

type Words = { retryAfterSeconds: number; message: string };

const PERHAPS =
  'what was sent may have been stored. Send it with the same idempotency_key (or Idempotency-Key) again';

const WORDS: Record<Outage, Words> = {
  unreachable: { retryAfterSeconds: 2, message: 'The database cannot be reached' },
  refused: { retryAfterSeconds: 10, message: 'The database refuses us' },
  lost: {
    retryAfterSeconds: 2,
    message: `The connection to the database was lost: ${PERHAPS}`,
  },
  starting: { retryAfterSeconds: 2, message: 'The database is starting or shutting down' },
  full: { retryAfterSeconds: 30, message: 'The disk of the database is full' },
  memory: { retryAfterSeconds: 5, message: 'The database has no memory left' },
  connections: { retryAfterSeconds: 2, message: 'The database has no free connection' },
  read_only: { retryAfterSeconds: 10, message: 'The database takes no writes just now' },
  busy: { retryAfterSeconds: 1, message: 'The database was busy with the same rows' },
  late: {
    retryAfterSeconds: 2,
    message: `The database did not answer in time: ${PERHAPS}`,
  },
  crowded: { retryAfterSeconds: 2, message: 'The database has too much to do' },
  not_migrated: { retryAfterSeconds: 10, message: 'The database is not migrated' },
  no_partition: { retryAfterSeconds: 10, message: 'The database lacks today’s partition' },
};

/** Node's and the driver's codes for a connection that could not be opened. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'CONNECT_TIMEOUT',
  'CONNECTION_ENDED',
]);
/** The same for a connection that ended while it was in use. */
const LOST = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
]);
/** The driver's codes for a server that requests the password itself, or that does not know it either. */
const UNPROVEN = new Set(['PASSWORD_REFUSED', 'SASL_SIGNATURE_MISMATCH']);

/** Postgres codes: the whole code, or its class. */
const STATES: Readonly<Record<string, Outage>> = {
  '08': 'lost',
  '28': 'refused',
  '3D000': 'refused',
  '42501': 'refused',
  '53100': 'full',
  '53200': 'memory',
  '53300': 'connections',
  '53': 'memory',
  '25006': 'read_only',
  '40': 'busy',
  '55P03': 'busy',
  '57014': 'late',
  '57P03': 'starting',
  '57P04': 'refused',
  '57': 'lost',
  '58': 'lost',
  '42P01': 'not_migrated',
  '42883': 'not_migrated',
  '3F000': 'not_migrated',
};

/** The outage that a failure shows. Null if the state of the database is not the cause. */
export function outageOf(error: unknown): Outage | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (!('code' in at) || typeof at.code !== 'string') continue;
    if ('routine' in at && at.routine === 'ExecFindPartition') return 'no_partition';
    // Row security refuses statements that our code must never send. It uses the code for a missing right.
    if ('routine' in at && at.routine === 'ExecWithCheckOptions') return null;
    if (UNREACHABLE.has(at.code)) return 'unreachable';
    if (LOST.has(at.code)) return 'lost';
    if (UNPROVEN.has(at.code)) return 'refused';
    // Other errors have codes of five characters as well, such as EPERM.
    if (at.name !== 'PostgresError') continue;
    return STATES[at.code] ?? STATES[at.code.slice(0, 2)] ?? roleIsMissing(at);
  }
  return null;
}

export function unavailableFor(outage: Outage, cause?: unknown): ServiceError {
  const { message, retryAfterSeconds } = WORDS[outage];
  const error = unavailable(`${message}. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
    cause,
  });
  outageListener.getStore()?.(error);
  return error;
}

/**
 * Converts a failure for callers of services: the state of the database becomes `unavailable`, other failures stay as
 * they are.
 */
export function asServiceFailure(error: unknown): unknown {
  if (isServiceError(error)) return error;
  const outage = outageOf(error);
  return outage === null ? error : unavailableFor(outage, error);
}

/** The first migration creates the roles. */
function roleIsMissing({ code, message }: Error & { code: unknown }): Outage | null {
  return code === '22023' && /role "gancho_\w+" does not exist/.test(message)
    ? 'not_migrated'
    : null;
}
