import type { InngestClient } from '../client';
import { healthChanged } from '../events';
import type { Engine } from './engine';

/** Notifies admins that the health of their hooks changed. */
export function createNotify(client: InngestClient, engine: Engine) {
  return client.createFunction(
    { id: 'notify', name: 'Notify admins', triggers: [healthChanged], retries: 4 },
    async ({ event }) => {
      await engine.notifyHealthChanges(event.data.changes);
    },
  );
}
