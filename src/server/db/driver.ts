import { parsePgArray } from 'drizzle-orm/pg-core';
import postgres from 'postgres';
import { asDriverError } from './without-values';

export type Sql = postgres.Sql<{ bigint: number }>;
export type SqlTransaction = postgres.TransactionSql<{ bigint: number }>;

type Options = {
  /** Connections at most. */
  max: number;
  applicationName?: string;
  /** No transaction pooler stands before it. */
  isPrepared?: boolean;
  connectTimeoutSeconds?: number;
  /** Null keeps a connection for good. */
  idleSeconds?: number | null;
  /** It never changes its connection by itself: what it holds belongs to the session. */
  isForLife?: boolean;
};

/** Without a limit the driver waits for up to 20 s before it tries again, though the server may be back. */
const RECONNECT_MS_MAX = 500;

/**
 * The only way to the driver. Left to itself it asks each new connection for the server's array types, in a
 * promise that nobody holds: a pooler that answers this one query with an error ends the process. Ours are
 * those that every Postgres has, so they are given here, and a new connection takes one round trip less.
 */
export function openPostgres(url: string, options: Options): Sql {
  const { max, applicationName = 'gancho', isPrepared = false, idleSeconds = 60 } = options;
  const sql = postgres(url, {
    max,
    prepare: isPrepared,
    fetch_types: false,
    connect_timeout: options.connectTimeoutSeconds ?? 10,
    backoff: reconnectSeconds,
    onnotice: () => {},
    types: { bigint: bigintAsNumber, ...arrays() },
    connection: { application_name: applicationName },
    ...(idleSeconds === null ? {} : { idle_timeout: idleSeconds }),
    ...(options.isForLife ? { max_lifetime: null } : {}),
  });
  hideValues(sql);
  return sql;
}

type Query = { executed: boolean; reject(error: unknown): void; handle(): unknown };
const guarded = new WeakSet<Query>();

/**
 * Lets every query of the driver fail without the values that it was sent with. All of them are made from one
 * prototype, and each passes `handle` before it is sent.
 */
function hideValues(sql: Sql): void {
  const prototype = Object.getPrototypeOf(sql``) as Query;
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  const { handle } = prototype;
  prototype.handle = function (this: Query) {
    if (!this.executed) {
      const { reject } = this;
      this.reject = (error) => reject(asDriverError(error));
    }
    return handle.call(this);
  };
}

function reconnectSeconds(retries: number): number {
  return (Math.min(10 * 2 ** retries, RECONNECT_MS_MAX) / 1000) * (0.5 + Math.random() / 2);
}

/** Ids are below 2^53 by construction (domain/ids), so int8 is read as a number. */
const bigintAsNumber = {
  to: 20,
  from: [20],
  serialize: (value: number) => String(value),
  parse: (text: string) => Number(text),
};

/** By the oids of Postgres' own catalogue, which never change. */
const ARRAYS = {
  numbers: [1005, 1007, 1016, 1021, 1022],
  texts: [1009, 1015],
} as const;

function arrays(): Record<string, postgres.PostgresType> {
  const types: Record<string, postgres.PostgresType> = {};
  for (const oid of ARRAYS.numbers) types[`array${oid}`] = arrayType(oid, Number);
  for (const oid of ARRAYS.texts) types[`array${oid}`] = arrayType(oid, String);
  return types;
}

function arrayType(oid: number, read: (text: string) => unknown): postgres.PostgresType {
  return {
    to: oid,
    from: [oid],
    // Drizzle gives columns that are arrays as text already.
    serialize: (given: unknown) => (Array.isArray(given) ? arrayLiteral(given) : given),
    parse: (text: string) => parsePgArray(text).map(read),
  };
}

function arrayLiteral(values: readonly unknown[]): string {
  const items = values.map((value) =>
    value == null ? 'NULL' : `"${String(value).replaceAll(/["\\]/g, '\\$&')}"`,
  );
  return `{${items.join(',')}}`;
}
