import { createAnnouncer } from './announce';
import { createInngestClient, type InngestClient } from './client';
import { systemClock } from './clock';
import type { Bus } from './engine/bus';
import { createEngineFetch } from './engine/engine-fetch';
import { deriveSigningKey } from './engine/signature';
import { createFunctions } from './functions';
import type { EngineServices } from './functions/services';
import type { Log } from './log';
import { createServeHandler, type ServeHandler } from './serve';

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
  budgetMs: number;
  log: Log;
};

/** In process a wake-up costs a millisecond; on a server each is a run to pay for. */
const WINDOW_MS = { embedded: 5, server: 200 } as const;

/**
 * What a process that publishes and serves needs. The announcer comes before the services that use
 * it, the handler after the services that it runs.
 */
export function createInngestRuntime({ settings, budgetMs, log }: RuntimeOptions) {
  const client = createClient(settings, log);
  return {
    client,
    announcer: createAnnouncer({ client, windowMs: WINDOW_MS[settings.mode], log }),
    createHandler: (services: EngineServices): ServeHandler =>
      createServeHandler(
        client,
        createFunctions(client, services, { budgetMs, nowMs: systemClock.nowMs }),
      ),
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
