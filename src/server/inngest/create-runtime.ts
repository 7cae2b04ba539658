import { createAnnouncer } from './announce';
import { createInngestClient, type InngestClient } from './client';
import { systemClock } from './clock';
import type { Bus } from './engine/bus';
import { createEngineFetch } from './engine/engine-fetch';
import { deriveSigningKey } from './engine/signature';
import { createFunctions } from './functions';
import type { EngineServices } from './functions/services';
import type { Log } from './log';
import { createServeHandler } from './serve';

export type RuntimeSettings =
  | { mode: 'embedded'; secretKey: Uint8Array; bus: Bus }
  | {
      mode: 'server';
      eventKey: string | null;
      signingKey: string | null;
      baseUrl: string | null;
      isDev: boolean;
    };

export type RuntimeOptions = {
  settings: RuntimeSettings;
  services: EngineServices;
  /** The origin under which an Inngest server reaches us, never taken from a request. */
  serveOrigin: string;
  budgetMs: number;
  log: Log;
};

const SERVE_PATH = '/api/inngest';
/** In process a wake-up costs a millisecond; on a server each is a run to pay for. */
const WINDOW_MS = { embedded: 5, server: 200 } as const;

/** What a process that publishes and serves needs: one client, its announcer, its handler. */
export function createInngestRuntime(options: RuntimeOptions) {
  const { settings, services, budgetMs, serveOrigin, log } = options;
  const client = createClient(settings, log);
  const functions = createFunctions(client, services, { budgetMs, nowMs: systemClock.nowMs });
  const serve = { serveOrigin, servePath: SERVE_PATH };
  return {
    client,
    announcer: createAnnouncer({ client, windowMs: WINDOW_MS[settings.mode], log }),
    handler: createServeHandler(client, functions, serve),
  };
}

function createClient(settings: RuntimeSettings, log: Log): InngestClient {
  if (settings.mode === 'server') {
    const { eventKey, signingKey, baseUrl, isDev } = settings;
    return createInngestClient({ mode: 'inngest', eventKey, signingKey, baseUrl, isDev, log });
  }
  const { bus, secretKey } = settings;
  const fetchOverBus = createEngineFetch({
    onEvents: (events) =>
      events.map((event) => {
        bus.publish(event);
        return event.id ?? event.name;
      }),
    // Only a worker's engine registers functions.
    onRegistration: () => {},
  });
  const signingKey = deriveSigningKey(secretKey);
  return createInngestClient({ mode: 'embedded', signingKey, fetch: fetchOverBus, log });
}

export type InngestRuntime = ReturnType<typeof createInngestRuntime>;
