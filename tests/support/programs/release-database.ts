import { createTestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, insertHook } from '@tests/factories/world';
import { fillOtherTables } from '@tests/support/fill-tables';
import { startReceiver } from '@tests/support/receiver';
import { migrate } from '@/server/db/migrate';
import { setUpInstance } from '@/server/services/setup';

/** The sample company's history: enough for rows in every table. */
const SAMPLE_DAYS = 2;

/**
 * Makes a database of this release with rows in every table. Returns the hook to which a test can continue to deliver.
 */
export async function makeReleaseDatabase(url: string, secretKey: Buffer) {
  await migrate({ url });
  const world = createWorld(url, secretKey);
  const engine = createTestEngine(world);
  const receiver = await startReceiver();
  await setUpInstance({
    ctx: { ...world.ctx, settings: { ...world.ctx.settings, retentionDays: SAMPLE_DAYS } },
    input: {
      secretKey,
      secretKeyPrevious: null,
      admin: { email: 'admin@example.com', password: 'a password of the fixture' },
      wantsSample: true,
      publicUrl: 'http://127.0.0.1:3000',
    },
  });
  const tenant = await insertCompany(world, 'Fixture & Filhas');
  const hook = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  await engine.publish(tenant, [1, 2, 3], { text: 'São Luís', price: 1.1 });
  await engine.dispatch();
  await fillOtherTables(url);
  await engine.close();
  await receiver.close();
  await world.db.close();
  return { ...tenant, hookId: hook.hookId, signingSecret: hook.secret };
}
