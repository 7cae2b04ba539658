import { silentLog } from '@tests/factories/silent-log';
import type { InngestFunction } from 'inngest';
import { type Clock, systemClock } from '@/server/gateways/clock';
import { createInngestClient, type InngestClient } from '@/server/inngest/client';
import { createEmbeddedEngine } from '@/server/inngest/embedded/embedded-engine';
import { deriveSigningKey } from '@/server/inngest/embedded/signature';
import { createServeHandler } from '@/server/inngest/serve';

export const TEST_SIGNING_KEY = deriveSigningKey(Buffer.alloc(32, 7));

export type HarnessOptions = {
  clock?: Clock;
  runAtStart?: string[];
  retryDelayMs?: (attempt: number) => number;
};

/** An engine and a client on one handler, for tests. Retries come at once by default. */
export function createHarness(
  define: (client: InngestClient) => InngestFunction.Any[],
  options: HarnessOptions = {},
) {
  const lines: string[] = [];
  const note = (_fields: unknown, message: string) => lines.push(message);
  const engine = createEmbeddedEngine({
    signingKey: TEST_SIGNING_KEY,
    clock: options.clock ?? systemClock,
    ownClock: systemClock,
    log: { ...silentLog, warn: note, error: note },
    runAtStart: options.runAtStart ?? [],
    retryDelayMs: options.retryDelayMs ?? (() => 0),
  });
  const client = createInngestClient({
    mode: 'embedded',
    signingKey: TEST_SIGNING_KEY,
    fetch: engine.fetch,
    clock: { now: async () => (options.clock ?? systemClock).nowMs() },
    log: silentLog,
  });
  const handler = createServeHandler(client, define(client));
  return { engine, client, handler, lines, start: () => engine.start(handler) };
}

/** A promise that the test settles, to hold a function until then. */
export function createGate() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
