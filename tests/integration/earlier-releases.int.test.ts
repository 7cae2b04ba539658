import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createTestEngine } from '@tests/factories/engine';
import { createWorld } from '@tests/factories/world';
import { contentsOf } from '@tests/support/backup-stage';
import { useOrdinaryDatabases } from '@tests/support/ordinary-database';
import { startReceiver } from '@tests/support/receiver';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { openPostgres } from '@/server/db/driver';
import { migrate } from '@/server/db/migrate';
import { getHook, updateHook } from '@/server/services/hooks';

const FOLDER = join(import.meta.dirname, '../fixtures/releases');
const VERSIONS = readdirSync(FOLDER).flatMap((name) => /^(.*)\.sql\.gz$/.exec(name)?.[1] ?? []);
type Known = {
  key: string;
  companyId: number;
  projectId: number;
  hookId: number;
  signingSecret: string;
};

const databases = useOrdinaryDatabases();

/** Loads a dump of pg_dump. Its lines that begin with a backslash are for psql. */
async function load(url: string, version: string): Promise<void> {
  const dump = gunzipSync(readFileSync(join(FOLDER, `${version}.sql.gz`))).toString();
  const sql = openPostgres(url, { max: 1 });
  try {
    await sql.unsafe(dump.replace(/^\\.*$/gm, ''));
  } finally {
    await sql.end();
  }
}

describe.each(VERSIONS)('a database of release %s', (version) => {
  const known: Known = JSON.parse(readFileSync(join(FOLDER, `${version}.json`), 'utf8'));

  it('keeps every row of every table, and goes on delivering', async () => {
    const url = await databases.make();
    await load(url, version);
    const before = await contentsOf(url);
    const empty = Object.keys(before).filter((name) => before[name]?.rows === 0);
    expect(empty, 'every table has a row that can be lost').toEqual([]);

    await migrate({ url });
    const after = await contentsOf(url);
    for (const [table, { rows }] of Object.entries(before)) {
      expect(after[table]?.rows, table).toBe(rows);
    }

    const world = createWorld(url, Buffer.from(known.key, 'base64'));
    const engine = createTestEngine(world);
    const receiver = await startReceiver();
    const { companyId, projectId, hookId } = known;
    const address = { companyId, projectId, hookId };
    const change = { ...address, destinationUrl: receiver.url };
    await updateHook({ ctx: world.ctx, input: change });
    await engine.publish(address, [4]);
    await engine.dispatch();
    const request = receiver.requests.find(({ body }) => body.includes('"resource_id":4'));
    if (request === undefined) throw new Error('nothing arrived');
    new Webhook(known.signingSecret).verify(request.body.toString(), request.headers);
    expect(await getHook({ ctx: world.ctx, input: address })).toMatchObject({ health: 'healthy' });
    await engine.close();
    await receiver.close();
    await world.db.close();
  });
});
