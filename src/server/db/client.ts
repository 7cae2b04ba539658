import { sql as fragment } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PoolClient } from 'pg';
import { openPostgres, type Sql } from './driver';
import { Gate } from './gate';
import { Limit } from './limit';
import { Probe } from './probe';
import { forgetParams } from './query-failure';
import { asServiceFailure, unavailableFor } from './unavailable';

type Options = {
  url: string;
  /**
   * True if the connection bypasses every transaction pooler, so that statements can be prepared.
   * The engine's calls then take one round trip instead of two. Drizzle's queries are planned each time either way,
   * because of their values.
   */
  isDirect?: boolean;
  /** The maximum number of connections of this process. */
  max: number;
  /** The time of this process's own clock. The health check compares it with the database's. */
  ownNowMs: () => number;
  /** How long health checks share one look at the database. */
  probeSharedMs?: number;
  applicationName?: string;
};

export type Transaction = Omit<NodePgDatabase, 'transaction'>;
export type EngineSql = Sql;

/**
 * The database of one process. These are the only ways to access it:
 *
 * - `asTenant` runs a transaction as gancho_tenant with the company set, so row security applies.
 * - `asSystem` runs a transaction as gancho_engine, across companies: sign-in, set-up, operators.
 * - `call` gives callers that wait for a result the engine's SQL functions (gancho.publish ...), which bring their own
 *   role. `engine` is the same for the engine itself. `pipe` uses one connection of its own, where each call begins as
 *   soon as the previous one is done, without waiting for its answer to be read.
 *
 * The first three reject with ServiceError `unavailable` when the state of the database is the cause.
 */
export type Database = {
  asTenant<T>(companyId: number, work: (tx: Transaction) => Promise<T>): Promise<T>;
  asSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  call<T>(work: (engine: EngineSql) => Promise<T>): Promise<T>;
  engine: EngineSql;
  pipe: EngineSql;
  /** Checks the state of the database over its own connection. */
  probe: Probe;
  /**
   * The same for one request. Its queries share one time limit, and after it the request is refused. A transaction that
   * is still active then is rolled back, unless it is being committed at that moment.
   */
  forRequest(): Database;
  /** The time limit of the request; null outside of a request. */
  limit: Limit | null;
  /** The database before `forRequest`. There is one per process, so caches can use it as a key. */
  root: Database;
  close(): Promise<void>;
};

/** For commands and function runs. After that they may read and write for a long time. */
const CONNECTION_WITHIN_MS = 10_000;

export function createDatabase({
  url,
  max,
  isDirect = false,
  applicationName = 'gancho',
  ownNowMs,
  probeSharedMs,
}: Options): Database {
  const engine = openPostgres(url, { max, isPrepared: isDirect, applicationName });
  const gate = new Gate(max);
  const askPool = async () => {
    await gate.enter(new Limit());
    await engine`SELECT 1`.finally(() => gate.leave());
  };
  return new PooledDatabase({
    engine,
    // Connected on first use, by processes that deliver.
    pipe: openPostgres(url, { max: 1, isPrepared: isDirect, applicationName, isShared: true }),
    gate,
    probe: new Probe({
      url,
      ownNowMs,
      askPool,
      ...(probeSharedMs === undefined ? {} : { sharedMs: probeSharedMs }),
    }),
  });
}

type Pool = {
  engine: EngineSql;
  pipe: EngineSql;
  gate: Gate;
  probe: Probe;
};

class PooledDatabase implements Database {
  readonly engine: EngineSql;
  readonly pipe: EngineSql;
  readonly probe: Probe;
  readonly root: Database;

  constructor(
    private readonly pool: Pool,
    readonly limit: Limit | null = null,
    root?: Database,
  ) {
    this.engine = pool.engine;
    this.pipe = pool.pipe;
    this.probe = pool.probe;
    this.root = root ?? this;
  }

  // Bound, because many callers take them out of the object.
  readonly forRequest = (): Database =>
    this.limit ? this : new PooledDatabase(this.pool, new Limit(), this.root);

  readonly asTenant = <T>(companyId: number, work: (tx: Transaction) => Promise<T>): Promise<T> =>
    this.enter(() => this.begin('gancho_tenant', String(companyId), work));

  readonly asSystem = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    this.enter(() => this.begin('gancho_engine', '', work));

  readonly call = <T>(work: (engine: EngineSql) => Promise<T>): Promise<T> =>
    this.enter(() => work(this.engine));

  readonly close = async (): Promise<void> => {
    await Promise.all([
      this.engine.end({ timeout: 5 }),
      this.pipe.end({ timeout: 5 }),
      this.probe.close(),
    ]);
  };

  /** A place at the gate is kept until `work` has ended, even when its answer comes too late. */
  private async enter<T>(work: () => Promise<T>): Promise<T> {
    const { gate } = this.pool;
    try {
      await gate.enter(this.limit ?? new Limit(CONNECTION_WITHIN_MS));
      const ended = work().finally(() => gate.leave());
      return await (this.limit?.hold(ended, () => unavailableFor('late')) ?? ended);
    } catch (error) {
      forgetParams(error);
      throw asServiceFailure(error);
    }
  }

  private begin<T>(
    role: string,
    company: string,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.pool.engine.begin(async ({ client }) => {
      const tx = drizzleOf(client);
      this.requireTime();
      const timeout = this.limit
        ? fragment`, set_config('statement_timeout', ${String(this.limit.leftMs)}, true)`
        : fragment``;
      // Sent ahead without waiting, so that it shares the round trip of the first query. If it fails, the transaction
      // is aborted, with everything behind it.
      const entered = tx
        .execute(
          fragment`SELECT set_config('role', ${role}, true), set_config('gancho.company_id', ${company}, true)${timeout}`,
        )
        .then(() => undefined);
      entered.catch(() => {});
      const result = await work(tx);
      await entered;
      this.requireTime();
      return result;
    });
  }

  /** The request was refused already, so the transaction is rolled back. */
  private requireTime(): void {
    if (this.limit?.isOver) throw unavailableFor('late');
  }
}

const builders = new WeakMap<PoolClient, NodePgDatabase>();

/**
 * One for each connection. Drizzle's own transactions are not used, because they lose a connection whose BEGIN fails.
 */
function drizzleOf(client: PoolClient): NodePgDatabase {
  const known = builders.get(client);
  if (known !== undefined) return known;
  const builder = drizzle(client);
  builders.set(client, builder);
  return builder;
}
