import { env } from '@/env';
import { createInngestRuntime, type InngestRuntime, type RuntimeSettings } from './create-runtime';
import { createPostgresBus } from './engine/bus';
import type { Log } from './log';

/** How long a run may work: the route's `maxDuration` less ten seconds to record and answer. */
export const RUN_BUDGET_MS = 50_000;

let runtime: InngestRuntime | undefined;

/** This process's client, announcer and handler, made once from its settings. */
export function inngestRuntime(log: Log): InngestRuntime {
  runtime ??= createInngestRuntime({ settings: settings(log), budgetMs: RUN_BUDGET_MS, log });
  return runtime;
}

function settings(log: Log): RuntimeSettings {
  const { inngest, secretKey, databaseUrl } = env();
  if (inngest.mode === 'server') return inngest;
  return { mode: 'embedded', secretKey, bus: createPostgresBus({ listenUrl: databaseUrl, log }) };
}
