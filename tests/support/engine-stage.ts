import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, type World } from '@tests/factories/world';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { useDatabase } from './database';
import { type Receiver, startReceiver } from './receiver';

export type EngineStage = {
  world: World;
  /** This and the following fields are new for each test. */
  engine: TestEngine;
  receiver: Receiver;
  tenant: { companyId: number; projectId: number };
};

/** A database with services, and for each test an engine, a receiver and a company with a project. */
export function useEngineStage(): EngineStage {
  const database = useDatabase();
  const stage = {} as EngineStage;
  beforeAll(() => {
    stage.world = createWorld(database.url);
  });
  beforeEach(async () => {
    stage.engine = createTestEngine(stage.world);
    stage.receiver = await startReceiver();
    stage.tenant = await insertCompany(stage.world);
  });
  afterEach(async () => {
    await stage.engine.close();
    await stage.receiver.close();
  });
  afterAll(() => stage.world.db.close());
  return stage;
}
