import type { InngestClient } from '../client';
import { createDeliver } from './deliver';
import { createDispatch } from './dispatch';
import type { Engine, FunctionOptions } from './engine';
import { createNotify } from './notify';
import { createPurge } from './purge';
import { createRecover } from './recover';
import { createSweep } from './sweep';

export function createFunctions(client: InngestClient, engine: Engine, options: FunctionOptions) {
  return [
    createDispatch(client, engine, options),
    createDeliver(client, engine, options),
    createSweep(client, engine),
    createPurge(client, engine),
    createRecover(client, engine, options),
    createNotify(client, engine),
  ];
}
