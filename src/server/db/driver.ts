import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Connection, ConnectionPool, configOf } from './connection';
import { PostgresError } from './driver-error';
import { listen } from './listener';
import { SharedConnection } from './shared-connection';
import { type Compiled, createRunner, type Runner } from './statement';

type Options = {
  /** The maximum number of connections. */
  max: number;
  applicationName?: string;
  /** True if the connection bypasses every transaction pooler. */
  isPrepared?: boolean;
  /**
   * All statements share one connection, and each is sent without waiting for the answer to the previous one. For
   * statements that need no transaction.
   */
  isShared?: boolean;
  /** False for COPY, because its stream has the connection for itself. */
  isPipelined?: boolean;
  connectTimeoutSeconds?: number;
  /** Null: connections are never closed for idleness. */
  idleSeconds?: number | null;
};

export interface SqlTransaction extends Runner {
  /** For Drizzle. */
  readonly client: PoolClient;
  /** @param text `COPY ... TO STDOUT` */
  copyOut(text: string): Readable;
  /** @param text `COPY ... FROM STDIN` */
  copyIn(text: string): Writable;
}
type Work<T> = (tx: SqlTransaction) => Promise<T>;

export interface Sql extends Runner {
  begin<T>(work: Work<T>): Promise<T>;
  /** @param mode for example `isolation level repeatable read` */
  begin<T>(mode: string, work: Work<T>): Promise<T>;
  /** Uses its own connection. `onListening` is called for each new one. */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onListening: () => void,
  ): Promise<void>;
  /** @param limit `timeout`: the seconds after which active statements are cut off */
  end(limit?: { timeout: number }): Promise<void>;
}

type Client = Connection | PoolClient;

/** The only way to the driver. */
export function openPostgres(url: string, options: Options): Sql {
  const { isPrepared = false, isShared = false, idleSeconds = 60 } = options;
  const config = configOf({
    url,
    applicationName: options.applicationName ?? 'gancho',
    connectTimeoutSeconds: options.connectTimeoutSeconds ?? 10,
    isPipelined: options.isPipelined ?? true,
  });
  const connections = new Set<Connection>();
  class OwnConnection extends Connection {
    constructor() {
      super(config);
      connections.add(this);
      this.once('end', () => connections.delete(this));
    }
  }
  const idleTimeoutMillis = (idleSeconds ?? 0) * 1000;
  // The type requires the driver's own class.
  const pool = new ConnectionPool({
    max: options.max,
    idleTimeoutMillis,
    Client: OwnConnection as never,
  });
  // The pool drops the connection, and the next statement gets another one.
  pool.on('error', () => {});
  const shared = new SharedConnection(
    () => new OwnConnection(),
    idleTimeoutMillis || Number.POSITIVE_INFINITY,
  );
  let isEnded = false;

  const send = async (client: Client, { text, values }: Compiled): Promise<unknown[]> => {
    if (values.length === 0) return (await client.query(text)).rows;
    const query = { text, values, ...(isPrepared ? { name: nameOf(text) } : {}) };
    return (await client.query(query)).rows;
  };
  const checkOut = (): Promise<PoolClient> => pool.connect();
  const onPool = async (compiled: Compiled) => {
    const client = await checkOut();
    let failure: unknown;
    try {
      return await send(client, compiled);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(isOfOldPlan(failure));
    }
  };
  const onShared = (compiled: Compiled) =>
    shared.use((connection) =>
      send(connection, compiled).catch((error: unknown) => {
        if (isOfOldPlan(error)) shared.replace();
        throw error;
      }),
    );
  const run = isShared ? onShared : onPool;

  async function begin<T>(...given: [Work<T>] | [string, Work<T>]): Promise<T> {
    const [mode, work] = given.length === 1 ? ['', given[0]] : given;
    const client = await checkOut();
    let failure: unknown;
    try {
      await client.query(`BEGIN ${mode}`);
      let last: Promise<unknown> | undefined;
      const tx = createRunner((compiled) => {
        const sent = send(client, compiled);
        last = sent.catch((error: unknown) => {
          failure ??= error;
        });
        return sent;
      });
      const copyOut = (text: string) => client.query(copyTo(text));
      const copyIn = (text: string) => client.query(copyFrom(text));
      const result = await work(Object.assign(tx, { client, copyOut, copyIn }));
      const { command } = await client.query('COMMIT');
      // Postgres answers the COMMIT of a failed transaction without an error.
      await last;
      if (command !== 'COMMIT') throw failure ?? new Error('The transaction was rolled back.');
      return result;
    } catch (error) {
      failure ??= error;
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      client.release(isOfOldPlan(failure));
    }
  }

  async function end({ timeout }: { timeout: number } = { timeout: 5 }): Promise<void> {
    if (isEnded) return;
    isEnded = true;
    const ended = Promise.all([pool.end(), shared.end()]);
    await Promise.race([ended, delay(timeout * 1000, undefined, { ref: timeout > 0 })]);
    for (const connection of connections) connection.destroy();
    await ended;
  }

  return Object.assign(
    createRunner((compiled) =>
      run(compiled).catch((error: unknown) => {
        // The plan was made before a migration. Another connection makes a new one.
        if (isOfOldPlan(error)) return run(compiled);
        throw error;
      }),
    ),
    {
      begin,
      end,
      listen: (
        channel: string,
        onPayload: (payload: string) => void,
        onListening: () => void,
      ): Promise<void> =>
        listen({
          open: () => new OwnConnection(),
          channel,
          onPayload,
          onListening,
          isEnded: () => isEnded,
        }),
    },
  );
}

/** Whether a prepared statement does not fit the schema any more. Its connection refuses it permanently. */
const isOfOldPlan = (error: unknown): boolean =>
  error instanceof PostgresError && error.routine === 'RevalidateCachedQuery';

const names = new Map<string, string>();

/** The name under which a connection prepares a statement. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}
