import { announceRest } from '../announcements';
import type { InngestClient } from '../client';
import { deliveriesDue } from '../events';
import type { Engine, FunctionOptions } from './engine';
import { sendAll } from './send-all';

/** Attempts the deliveries that are due. */
export function createDeliver(
  client: InngestClient,
  engine: Engine,
  { budgetMs, nowMs }: FunctionOptions,
) {
  return client.createFunction(
    { id: 'deliver', name: 'Deliver what is due', triggers: [deliveriesDue], retries: 4 },
    async () => {
      const startedAtMs = nowMs();
      const run = await engine.deliver({ budgetMs });
      await sendAll(client, announceRest(deliveriesDue.name, run, { startedAtMs, nowMs: nowMs() }));
      return run;
    },
  );
}
