import { cron } from 'inngest';
import type { InngestClient } from '../client';
import type { EngineServices } from './services';

/** Makes the coming partitions and drops those past the retention. */
export function createPurge(client: InngestClient, services: EngineServices) {
  return client.createFunction(
    { id: 'purge', name: 'Purge history', triggers: [cron('7 * * * *')], retries: 2 },
    () => services.purge(),
  );
}
