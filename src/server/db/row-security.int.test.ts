import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { openPostgres } from '@/server/db/driver';
import { migrate } from './migrate';
import { hookQueue, hooks, projects } from './schema';

/** The guarantees of row security for every kind of database owner. */
function guarantees(url: () => string) {
  let world: World;
  let mine: { companyId: number; projectId: number };
  let theirs: { companyId: number; projectId: number };

  beforeAll(async () => {
    world = createWorld(url());
    mine = await insertCompany(world, 'Mine');
    theirs = await insertCompany(world, 'Theirs');
    for (const place of [mine, theirs]) {
      await insertHook(world, { ...place, destinationUrl: 'https://example.com/' });
    }
  });
  afterAll(() => world.db.close());

  it('shows a query without a tenant condition no rows of another company', async () => {
    const seen = await world.db.asTenant(mine.companyId, (tx) => tx.select().from(hooks));
    expect(seen.map((hook) => hook.companyId)).toEqual([mine.companyId]);
  });

  it('lets nobody write for another company, or move a row there', async () => {
    const insert = world.db.asTenant(mine.companyId, (tx) =>
      tx.insert(projects).values({ companyId: theirs.companyId, name: 'Planted' }),
    );
    await expect(insert).rejects.toMatchObject({ cause: { code: '42501' } });
    const move = world.db.asTenant(mine.companyId, (tx) =>
      tx.update(hooks).set({ companyId: theirs.companyId }),
    );
    await expect(move).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  it('runs no function with the rights of its owner and the search path of its caller', async () => {
    const open = await asEngine(
      world.db,
      (tx) => tx`
        SELECT proname FROM pg_proc WHERE pronamespace = 'gancho'::regnamespace AND prosecdef
          AND NOT EXISTS (SELECT FROM unnest(proconfig) AS c WHERE c LIKE 'search_path=%')`,
    );
    expect(open).toEqual([]);
  });

  it('shows nothing at all while no company is set', async () => {
    const seen = await world.db
      .asTenant(Number.NaN, (tx) => tx.select().from(hooks))
      .catch(() => []);
    expect(seen).toEqual([]);
  });

  it('does not let a tenant write the history or read the queue', async () => {
    const forge = world.db.asTenant(mine.companyId, (tx) =>
      tx.execute(sql`DELETE FROM gancho.deliveries`),
    );
    await expect(forge).rejects.toMatchObject({ cause: { cause: { code: '42501' } } });
    const peek = world.db.asTenant(mine.companyId, (tx) =>
      tx.execute(sql`SELECT FROM gancho.queue`),
    );
    await expect(peek).rejects.toMatchObject({ cause: { cause: { code: '42501' } } });
  });

  it("touches no other company's queue through the functions that tenants may call", async () => {
    const [foreign] = await world.db.asTenant(theirs.companyId, (tx) => tx.select().from(hooks));
    await world.db.asTenant(mine.companyId, (tx) =>
      tx.execute(
        sql`SELECT gancho.resume_hook(${foreign?.id}), gancho.discard_queue(${foreign?.id}, '{"code":"x","params":{}}')`,
      ),
    );
    const queues = await world.db.asTenant(theirs.companyId, (tx) => tx.select().from(hookQueue));
    expect(queues).toMatchObject([{ hookId: foreign?.id, isDiscarding: false }]);
  });
}

describe('on a database owned by a superuser', () => {
  const database = useDatabase();
  guarantees(() => database.url);
});

describe('on a database owned by a login that is not a superuser', () => {
  let dataDir: string;
  let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  let url: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'gancho-test-'));
    await chmod(dataDir, 0o711);
    server = await startEmbeddedPostgres({ dataDir, log: () => {}, settings: { fsync: 'off' } });
    const admin = openPostgres(server.adminUrl, { max: 1 });
    await admin.unsafe('DROP ROLE gancho_tenant, gancho_engine');
    await admin.unsafe(`CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'keeper'`);
    await admin.unsafe('CREATE DATABASE kept OWNER keeper');
    await admin.end();
    const address = new URL(server.url);
    address.username = 'keeper';
    address.password = 'keeper';
    address.pathname = '/kept';
    url = address.href;
    await migrate({ url });
  });
  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  guarantees(() => url);
});
