import { announceRest } from '../announcements';
import type { InngestClient } from '../client';
import { eventsRecorded } from '../events';
import type { Engine, FunctionOptions } from './engine';
import { sendAll } from './send-all';

/** Fans recorded events out to their hooks and attempts the due deliveries in the same run. */
export function createDispatch(
  client: InngestClient,
  engine: Engine,
  { budgetMs, nowMs }: FunctionOptions,
) {
  return client.createFunction(
    { id: 'dispatch', name: 'Dispatch events', triggers: [eventsRecorded], retries: 4 },
    async () => {
      const startedAtMs = nowMs();
      const run = await engine.dispatchAndDeliver({ budgetMs });
      await sendAll(
        client,
        announceRest(eventsRecorded.name, run, { startedAtMs, nowMs: nowMs() }),
      );
      return run;
    },
  );
}
