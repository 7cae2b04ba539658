import { Client, type ClientConfig, Pool, type PoolClient, types } from 'pg';
import { asDriverError, ConnectionError } from './driver-error';

export type ConnectionOptions = {
  url: string;
  applicationName: string;
  connectTimeoutSeconds: number;
  /** False for COPY, because its stream has the connection for itself. */
  isPipelined: boolean;
};

// Ids are below 2^53 by construction (domain/ids). Drizzle reads with these parsers too.
types.setTypeParser(types.builtins.INT8, Number);
const INT4_ARRAY = 1007;
const INT8_ARRAY = 1016;
types.setTypeParser(INT8_ARRAY as never, types.getTypeParser(INT4_ARRAY as never, 'text'));

const REFUSED =
  'The server does not use scram-sha-256 and asks for the password itself: set password_encryption = scram-sha-256 and set the password again.';

export function configOf(options: ConnectionOptions): ClientConfig {
  const { url, applicationName, connectTimeoutSeconds, isPipelined } = options;
  const config = {
    connectionString: libpqUrl(url),
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutSeconds * 1000,
    keepAlive: true,
    pipeline: isPipelined,
  };
  return config;
}

/** Gives `sslmode` the meaning that libpq gives it, as in the addresses that hosting providers hand out. */
function libpqUrl(url: string): string {
  const parsed = new URL(url);
  if (parsed.searchParams.has('sslmode')) parsed.searchParams.set('uselibpqcompat', 'true');
  return parsed.href;
}

/** A connection whose errors are ours. It proves that it knows the password without sending it. */
export class Connection extends Client {
  constructor(config: ClientConfig) {
    super(config);
    // An error of an unused connection ends the process if nobody listens for it.
    this.on('error', () => {});
  }

  // biome-ignore lint/suspicious/noExplicitAny: the driver's method has five signatures.
  override connect(...given: any[]): any {
    const connected = (super.connect as (...args: unknown[]) => unknown).apply(this, given);
    const { connection } = this as unknown as { connection: Wire };
    for (const question of ['authenticationCleartextPassword', 'authenticationMD5Password']) {
      connection.removeAllListeners(question);
      connection.once(question, () => {
        connection.stream.destroy(new ConnectionError(REFUSED, 'PASSWORD_REFUSED'));
      });
    }
    return connected;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the driver's method has a dozen signatures.
  override query(...given: any[]): any {
    const result = (super.query as (...args: unknown[]) => unknown).apply(this, given);
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      throw asDriverError(error);
    });
  }

  /** Does not wait for an answer of the server. */
  destroy(): void {
    (this as unknown as { connection: Wire }).connection.stream.destroy();
  }
}

type Wire = NodeJS.EventEmitter & { stream: { destroy(error?: Error): void } };

export class ConnectionPool extends Pool {
  // biome-ignore lint/suspicious/noExplicitAny: the driver's method has two signatures.
  override connect(...given: any[]): any {
    const connected = (super.connect as (...args: unknown[]) => unknown).apply(this, given);
    if (!(connected instanceof Promise)) return connected;
    return connected.catch((error: unknown): PoolClient => {
      throw asDriverError(error);
    });
  }
}
