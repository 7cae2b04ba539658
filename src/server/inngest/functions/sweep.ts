import { cron } from 'inngest';
import type { InngestClient } from '../client';
import { deliveriesDue, eventsRecorded } from '../events';
import { sendAll } from './send-all';
import type { EngineServices } from './services';

/** Announces again whatever a lost announcement, a crash or an expired lease left lying. */
export function createSweep(client: InngestClient, services: EngineServices) {
  return client.createFunction(
    { id: 'sweep', name: 'Sweep', triggers: [cron('* * * * *')], retries: 0 },
    async () => {
      const found = await services.sweep();
      await sendAll(client, [
        ...(found.hasUndispatched ? [{ name: eventsRecorded.name }] : []),
        ...(found.hasDue ? [{ name: deliveriesDue.name }] : []),
      ]);
      return found;
    },
  );
}
