import type { InngestClient } from '../client';
import { healthChanged } from '../events';
import type { EngineServices } from './services';

/** Tells admins that a hook's health changed. */
export function createNotify(client: InngestClient, services: EngineServices) {
  return client.createFunction(
    { id: 'notify', name: 'Notify admins', triggers: [healthChanged], retries: 4 },
    async ({ event }) => {
      await services.notifyHealthChange({
        hookId: event.data.hookId,
        companyId: event.data.companyId,
      });
    },
  );
}
