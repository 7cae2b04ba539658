import type { DatabaseClock } from '@/server/gateways/clock';
import { type Announcer, createAnnouncer } from './announce';
import { createInngestClient, type InngestClient } from './client';
import type { Bus } from './embedded/bus';
import { createEngineFetch } from './embedded/engine-fetch';
import { deriveSigningKey } from './embedded/signature';
import { createFunctions } from './functions';
import type { Engine } from './functions/engine';
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
  clock: DatabaseClock;
  log: Log;
};

/** On a server, each wake-up is a run that costs money. */
const SERVER_WINDOW_MS = 200;

/**
 * The parts that a process needs to publish and serve. The announcer is created before the services that use it, the
 * handler after the services that it runs.
 */
export function createInngestRuntime({ settings, budgetMs, clock, log }: RuntimeOptions) {
  const client = createClient({ settings, clock, log });
  return {
    client,
    announcer:
      settings.mode === 'embedded'
        ? createBusAnnouncer(settings.bus)
        : createAnnouncer({ client, windowMs: SERVER_WINDOW_MS, log }),
    createHandler: (engine: Engine): ServeHandler =>
      createServeHandler(client, createFunctions(client, engine, { budgetMs, nowMs: clock.nowMs })),
  };
}

/** The bus coalesces by itself, and an event of the SDK costs as much as the publishing that it announces. */
function createBusAnnouncer(bus: Bus): Announcer {
  return { announce: (name) => bus.publish({ name }), flush: async () => {} };
}

function createClient({ settings, clock, log }: Omit<RuntimeOptions, 'budgetMs'>): InngestClient {
  if (settings.mode === 'server') {
    const { eventKey, signingKey, baseUrl, isDev } = settings;
    return createInngestClient({
      mode: 'inngest',
      eventKey,
      signingKey,
      baseUrl,
      isDev,
      clock,
      log,
    });
  }
  const { bus, secretKey } = settings;
  const fetchOverBus = createEngineFetch({
    onEvents: (events) =>
      events.map((event) => {
        bus.publish(event);
        return event.id ?? event.name;
      }),
    // Only the engine of a worker registers functions.
    onRegistration: () => {},
  });
  const signingKey = deriveSigningKey(secretKey);
  return createInngestClient({ mode: 'embedded', signingKey, fetch: fetchOverBus, clock, log });
}
