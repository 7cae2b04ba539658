import { DatabaseError } from 'pg';
import { withoutQuoted } from '@/domain/error-text';

/** An answer of the server, without the values of the statement and without the row that they were for. */
export class PostgresError extends Error {
  override name = 'PostgresError';

  constructor(
    message: string,
    readonly code: string,
    /** The server's routine that refused. */
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

/** A connection that could not be opened, or that ended. */
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

/** Converts an error of the driver into ours. It contains no value of a statement. */
export function asDriverError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof DatabaseError) {
    const { code = 'XX000', routine, constraint } = error;
    return new PostgresError(withoutQuoted(code, error.message), code, routine, constraint);
  }
  const known = BY_MESSAGE.find(([pattern]) => pattern.test(error.message));
  return known ? new ConnectionError(error.message, known[1]) : error;
}
