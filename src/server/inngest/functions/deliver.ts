import { announceRest } from '../announcements';
import type { InngestClient } from '../client';
import { deliveriesDue } from '../events';
import { sendAll } from './send-all';
import type { EngineServices, FunctionOptions } from './services';

/** Attempts the deliveries that are due. */
export function createDeliver(
  client: InngestClient,
  services: EngineServices,
  { budgetMs, nowMs }: FunctionOptions,
) {
  return client.createFunction(
    { id: 'deliver', name: 'Deliver what is due', triggers: [deliveriesDue], retries: 4 },
    async () => {
      const startedAtMs = nowMs();
      const run = await services.deliver({ budgetMs });
      await sendAll(client, announceRest(deliveriesDue.name, run, { startedAtMs, nowMs: nowMs() }));
      return run;
    },
  );
}
