import { Inngest } from 'inngest';
import type { DatabaseClock } from '@/server/gateways/clock';
import { type Log, toSdkLogger } from './log';

export const APP_ID = 'gancho';

/** The address that the embedded client sends to: a name that no resolver knows. */
const EMBEDDED_BASE_URL = 'http://engine.invalid/';

/** The clock that stamps events without a time. */
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
 * Checkpointing, session propagation and AI metadata are off, because each adds calls or spans to a run and no function
 * here has steps. The embedded engine does not run in "dev" mode: without a signing key and cloud mode, anyone who
 * reaches the endpoint could run functions.
 */
export function createInngestClient(options: InngestClientOptions): Inngest {
  const client = createSdkClient(options);
  const send = client.send.bind(client);
  // The SDK would stamp them by this process's clock, and an event with a future time waits until then.
  client.send = async (payload, ...more) => {
    // An event with an imprecise time is better than no event.
    const ts = await options.clock.now().catch(() => null);
    if (ts === null) return send(payload, ...more);
    const stamped = [payload].flat().map((event) => ({ ...event, ts: event.ts ?? ts }));
    return send(stamped as typeof payload, ...more);
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
