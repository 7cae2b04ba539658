import { cron } from 'inngest';
import type { InngestClient } from '../client';
import { deliveriesDue, eventsRecorded, redeliveriesDue } from '../events';
import type { Engine } from './engine';
import { sendAll } from './send-all';

/** Announces again the work of lost announcements, crashes and expired leases. */
export function createSweep(client: InngestClient, engine: Engine) {
  return client.createFunction(
    { id: 'sweep', name: 'Sweep', triggers: [cron('* * * * *')], retries: 0 },
    async () => {
      const found = await engine.sweep();
      await sendAll(client, [
        ...(found.hasUndispatched ? [{ name: eventsRecorded.name }] : []),
        ...(found.hasDue ? [{ name: deliveriesDue.name }] : []),
        ...(found.hasRedeliveries ? [{ name: redeliveriesDue.name }] : []),
      ]);
      return found;
    },
  );
}
