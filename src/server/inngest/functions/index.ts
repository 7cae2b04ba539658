import type { InngestClient } from '../client';
import { createDeliver } from './deliver';
import { createDispatch } from './dispatch';
import { createNotify } from './notify';
import { createPurge } from './purge';
import type { EngineServices, FunctionOptions } from './services';
import { createSweep } from './sweep';

export function createFunctions(
  client: InngestClient,
  services: EngineServices,
  options: FunctionOptions,
) {
  return [
    createDispatch(client, services, options),
    createDeliver(client, services, options),
    createSweep(client, services),
    createPurge(client, services),
    createNotify(client, services),
  ];
}
