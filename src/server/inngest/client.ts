import { Inngest } from 'inngest';
import type { DatabaseClock } from '@/server/gateways/clock';
import { type Log, toSdkLogger } from './log';

export const APP_ID = 'gancho';

/** Where the embedded client believes it sends to: a name that no resolver knows. */
const EMBEDDED_BASE_URL = 'http://engine.invalid/';

/** What stamps events that say no time themselves. */
export type EventClock = Pick<DatabaseClock, 'now'>;

export type InngestClientOptions = { clock: EventClock } & (
  | { mode: 'embedded'; signingKey: string; fetch: typeof fetch; log: Log }
  | {
      mode: 'inngest';
      eventKey: string | null;
      signingKey: string | null;
      baseUrl: string | null;
      isDev: boolean;
      log: Log;
    }
);

/**
 * Checkpointing, session propagation and AI metadata are off: each adds calls or spans to a run, and
 * no function here has steps. Embedded is not "dev": without a signing key and cloud mode, whoever
 * reaches the endpoint could run functions.
 */
export function createInngestClient(options: InngestClientOptions): Inngest {
  const client = createSdkClient(options);
  const send = client.send.bind(client);
  // The SDK would stamp them by this process's clock, and what lies ahead waits for its time.
  client.send = async (payload, ...more) => {
    // A database that is away says no time: rather a stamp that may be wrong than no announcement.
    const nowMs = await options.clock.now().catch(() => null);
    const stamped = [payload].flat().map((event) => ({ ...event, ts: event.ts ?? nowMs }));
    return send((nowMs === null ? payload : stamped) as typeof payload, ...more);
  };
  return client;
}

function createSdkClient(options: InngestClientOptions): Inngest {
  const logger = toSdkLogger(options.log);
  const common = {
    id: APP_ID,
    logger,
    internalLogger: logger,
    checkpointing: false,
    sessionPropagation: false,
    aiMetadata: false,
  };
  if (options.mode === 'embedded') {
    return new Inngest({
      ...common,
      isDev: false,
      baseUrl: EMBEDDED_BASE_URL,
      eventKey: 'embedded',
      signingKey: options.signingKey,
      fetch: options.fetch,
    });
  }
  return new Inngest({
    ...common,
    isDev: options.isDev,
    ...(options.eventKey === null ? {} : { eventKey: options.eventKey }),
    ...(options.signingKey === null ? {} : { signingKey: options.signingKey }),
    ...(options.baseUrl === null ? {} : { baseUrl: options.baseUrl }),
  });
}

export type InngestClient = ReturnType<typeof createInngestClient>;
