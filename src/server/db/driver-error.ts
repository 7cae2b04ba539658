import { DatabaseError } from 'pg';
import { withoutQuoted } from '@/domain/error-text';

/** An answer of the server. The values of the statement, and the row that they were for, are left out. */
export class PostgresError extends Error {
  override name = 'PostgresError';

  constructor(
    message: string,
    readonly code: string,
    /** The routine of the server that refused. */
    readonly routine?: string,
    readonly constraint?: string,
  ) {
    super(message);
  }
}

type ConnectionCode =
  | 'CONNECTION_CLOSED'
  | 'CONNECTION_ENDED'
  | 'CONNECT_TIMEOUT'
  | 'PASSWORD_REFUSED'
  | 'SASL_SIGNATURE_MISMATCH';

/** A connection that did not come about, or that ended. */
export class ConnectionError extends Error {
  override name = 'ConnectionError';

  constructor(
    message: string,
    readonly code: ConnectionCode,
  ) {
    super(message);
  }
}

/** The driver gives these errors no code. */
const BY_MESSAGE: readonly [RegExp, ConnectionCode][] = [
  [/^timeout expired$/, 'CONNECT_TIMEOUT'],
  [/^Cannot use a pool after calling end/, 'CONNECTION_ENDED'],
  [/^Client was closed and is not queryable/, 'CONNECTION_ENDED'],
  [/^SASL: .*signature/, 'SASL_SIGNATURE_MISMATCH'],
  [/^(Connection terminated|Client has encountered a connection error)/, 'CONNECTION_CLOSED'],
];

/** An error of the driver as ours. It holds no value of a statement. */
export function asDriverError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof DatabaseError) {
    const { code = 'XX000', routine, constraint } = error;
    return new PostgresError(withoutQuoted(code, error.message), code, routine, constraint);
  }
  const known = BY_MESSAGE.find(([pattern]) => pattern.test(error.message));
  return known ? new ConnectionError(error.message, known[1]) : error;
}
