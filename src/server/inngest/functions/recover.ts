import { wakeAt } from '../announcements';
import type { InngestClient } from '../client';
import { redeliveriesDue } from '../events';
import type { Engine, FunctionOptions } from './engine';
import { sendAll } from './send-all';

/** Carries out redelivery jobs. */
export function createRecover(
  client: InngestClient,
  engine: Engine,
  { budgetMs, nowMs }: FunctionOptions,
) {
  return client.createFunction(
    { id: 'recover', name: 'Redeliver in portions', triggers: [redeliveriesDue], retries: 4 },
    async () => {
      const run = await engine.recover({ budgetMs });
      const at = nowMs();
      await sendAll(client, run.hasMore ? [wakeAt(redeliveriesDue.name, at, at)] : []);
      return run;
    },
  );
}
