import { cron } from 'inngest';
import type { InngestClient } from '../client';
import type { Engine } from './engine';

/** Creates the coming partitions and drops those past the retention. */
export function createPurge(client: InngestClient, engine: Engine) {
  return client.createFunction(
    { id: 'purge', name: 'Purge history', triggers: [cron('7 * * * *')], retries: 2 },
    () => engine.purge(),
  );
}
