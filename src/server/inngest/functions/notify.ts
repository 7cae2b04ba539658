import type { InngestClient } from '../client';
import { healthChanged } from '../events';
import type { EngineServices } from './services';

/** Tells admins that their hooks' health changed. */
export function createNotify(client: InngestClient, services: EngineServices) {
  return client.createFunction(
    { id: 'notify', name: 'Notify admins', triggers: [healthChanged], retries: 4 },
    async ({ event }) => {
      await services.notifyHealthChanges(event.data.changes);
    },
  );
}
