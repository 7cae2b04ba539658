import { sql as fragment } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { openPostgres, type Sql } from './driver';
import * as schema from './schema';

type Options = {
  url: string;
  /**
   * No transaction pooler stands before it, so that statements can be prepared: the engine's calls then take
   * one round trip, not two. Drizzle's queries are planned each time either way, for the values they have.
   */
  isDirect?: boolean;
  /** Connections of this process at most. */
  max: number;
  applicationName?: string;
};

export type Transaction = Parameters<
  Parameters<PostgresJsDatabase<typeof schema>['transaction']>[0]
>[0];
export type EngineSql = Sql;

/**
 * The database of one process. These ways in are the only ones:
 *
 * - `asTenant` runs a transaction as gancho_tenant with the company set: row security applies.
 * - `asSystem` runs a transaction as gancho_engine, across companies: sign-in, set-up, operators.
 * - `engine` calls the engine's SQL functions (gancho.publish, claim, record ...), which bring their
 *   own role; `pipe` does the same on one connection of its own, where each call begins as soon as the
 *   one before it is done, without waiting for its answer to be read.
 */
export type Database = {
  asTenant<T>(companyId: number, work: (tx: Transaction) => Promise<T>): Promise<T>;
  asSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  engine: EngineSql;
  pipe: EngineSql;
  close(): Promise<void>;
};

export function createDatabase(options: Options): Database {
  const { url, max, isDirect = false, applicationName = 'gancho' } = options;
  const open = (connections: number) =>
    openPostgres(url, { max: connections, isPrepared: isDirect, applicationName });
  const engine = open(max);
  // Connected when it is first used: by processes that deliver.
  const pipe = open(1);
  // Drizzle takes over the client's date parsers; the engine's functions speak in epoch milliseconds.
  const db = drizzle(engine, { schema });

  function as<T>(role: string, company: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return db.transaction(async (tx) => {
      // Sent ahead without waiting: it shares the round trip of the first query. If it fails, the
      // transaction is aborted and so is everything behind it.
      const entered = tx
        .execute(
          fragment`SELECT set_config('role', ${role}, true), set_config('gancho.company_id', ${company}, true)`,
        )
        .then(() => undefined);
      entered.catch(() => {});
      const result = await work(tx);
      await entered;
      return result;
    });
  }

  return {
    asTenant: (companyId, work) => as('gancho_tenant', String(companyId), work),
    asSystem: (work) => as('gancho_engine', '', work),
    engine,
    pipe,
    close: async () => {
      await Promise.all([engine.end({ timeout: 5 }), pipe.end({ timeout: 5 })]);
    },
  };
}
