import { createHash } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createWorld, insertCompany, insertHook } from '@tests/factories/world';
import { contentsOf, prove, useBackupStage } from '@tests/support/backup-stage';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBackupFile } from '@/server/db/backup/file';
import { FrameWriter, readFrames } from '@/server/db/backup/frames';
import { verifyBackup } from '@/server/db/backup/read';
import { openPostgres, type Sql } from '@/server/db/driver';
import { migrate } from '@/server/db/migrate';

const stage = useBackupStage();
let source: string;
let whole: string;
let target: string;
let sql: Sql;

beforeAll(async () => {
  source = await stage.make();
  await migrate({ url: source });
  const world = createWorld(source);
  const tenant = await insertCompany(world);
  await insertHook(world, { ...tenant, destinationUrl: 'https://example.com/' });
  await world.db.close();
  whole = await stage.backUp(source);
  target = await stage.make();
  sql = openPostgres(target, { max: 1 });
});
afterAll(() => sql.end());

/** Checks that a refused restore leaves nothing in the database. */
async function expectUntouched() {
  const [row] = await sql`SELECT to_regnamespace('gancho') AS schema`;
  expect(row?.schema).toBeNull();
}

/** A complete backup with another header or other rows. */
async function altered(
  change: (kind: string, body: string) => string,
  seal = prove,
): Promise<string> {
  const path = stage.file();
  await writeBackupFile(path, async (write) => {
    const frames = new FrameWriter(write);
    const bytes = gunzipSync(await readFile(whole));
    for await (const { kind, body } of readFrames(Readable.from([bytes]))) {
      const text = change(kind, body.toString('utf8'));
      if (kind === 'D') await frames.rows(Buffer.from(text));
      else if (kind !== 'Z') await frames.json(kind, JSON.parse(text));
    }
    await frames.end(seal);
  });
  return path;
}

const withHeader = (facts: object) =>
  altered((kind, body) =>
    kind === 'H' ? JSON.stringify({ ...JSON.parse(body), ...facts }) : body,
  );

it('restores the file that the cases below damage', async () => {
  const other = await stage.make();
  await stage.restore(await altered((_, body) => body), other);
  expect(await contentsOf(other)).toEqual(await contentsOf(source));
});

it('refuses a file that is cut off anywhere', async () => {
  const { length } = await readFile(whole);
  for (const bytes of [0, 5, 40, Math.floor(length / 2), length - 9, length - 8, length - 1]) {
    const path = stage.file();
    await writeFile(path, await readFile(whole));
    await truncate(path, bytes);
    await expect(verifyBackup(path), `${bytes} of ${length}`).rejects.toThrow(/cut off/);
  }
  await expectUntouched();
});

it('refuses a file in which one bit is wrong, also with a correct gzip', async () => {
  const bytes = gunzipSync(await readFile(whole));
  for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 200)) {
    const copy = Buffer.from(bytes);
    copy.writeUInt8((copy[at] ?? 0) ^ 1, at);
    const path = stage.file();
    await writeFile(path, gzipSync(copy));
    await expect(stage.restore(path, target), `byte ${at}`).rejects.toThrow(/damaged/);
  }
  const packed = await readFile(whole);
  packed.writeUInt8((packed[packed.length >> 1] ?? 0) ^ 1, packed.length >> 1);
  const path = stage.file();
  await writeFile(path, packed);
  await expect(stage.restore(path, target)).rejects.toThrow(/damaged/);
  await expectUntouched();
});

it('refuses two backups in one file, one without its end, and a file that is not a backup', async () => {
  const packed = await readFile(whole);
  const bytes = gunzipSync(packed);
  const cases: [Buffer, RegExp][] = [
    [Buffer.concat([packed, packed]), /damaged/],
    [gzipSync(bytes.subarray(0, -69)), /cut off/],
    [gzipSync(Buffer.from('text')), /damaged/],
    [Buffer.from('a text that is not compressed'), /no backup/],
  ];
  for (const [content, message] of cases) {
    const path = stage.file();
    await writeFile(path, content);
    await expect(stage.restore(path, target)).rejects.toThrow(message);
  }
  await expect(stage.restore(stage.file(), target)).rejects.toThrow(/^There is no/);
  await expectUntouched();
});

it('refuses a backup of a newer release, another version, or another format, and names the right one', async () => {
  const { header } = await verifyBackup(whole);
  const [first, ...others] = header.migrations;
  const later = { name: '9999_later.sql', hash: '' };
  const cases: [object, RegExp][] = [
    [{ release: '9.0.0' }, /of release 9\.0\.0, and this is .*restore it with 9\.0\.0 or newer/],
    [{ migrations: [...header.migrations, later] }, /9999_later\.sql.*the code that made it/],
    [{ migrations: [{ ...first, hash: 'x' }, ...others] }, /0001_.*the code that made it/],
    [{ format: 2, release: '9.1.0' }, /restore it with release 9\.1\.0/],
    [{ what: 'something' }, /no backup of Gancho/],
  ];
  for (const [facts, message] of cases) {
    await expect(stage.restore(await withHeader(facts), target)).rejects.toThrow(message);
  }
  await expectUntouched();
});

it('runs nothing and writes nothing of a file that was made without the key', async () => {
  const { header } = await verifyBackup(whole);
  const definition = 'CREATE SCHEMA of_the_file';
  const facts = {
    migrations: header.migrations.slice(0, -1),
    routines: [{ name: 'none()', definition }],
  };
  const forger = (checksum: Buffer) => createHash('sha256').update(checksum).digest();
  for (const seal of [forger, () => Buffer.alloc(0)]) {
    const path = await altered(
      (kind, body) => (kind === 'H' ? JSON.stringify({ ...JSON.parse(body), ...facts }) : body),
      seal,
    );
    await expect(stage.restore(path, target)).rejects.toThrow(/without the key/);
    const rows = await altered((_, body) => body.replace('Acme', 'Evil'), seal);
    await expect(stage.restore(rows, target)).rejects.toThrow(/without the key/);
  }
  await expectUntouched();
});

it('refuses a database that Gancho runs on', async () => {
  const listener = openPostgres(target, { max: 1, applicationName: 'gancho listen' });
  await listener`SELECT 1`;
  await expect(stage.restore(whole, target)).rejects.toThrow(/running.*stop it/);
  await listener.end();
  await expectUntouched();
});

it('changes nothing if the database refuses a row, first or last', async () => {
  const other = await stage.make();
  await stage.restore(whole, other);
  const hadRows = await contentsOf(other);
  for (const name of ['Acme Construction', 'https://example.com/']) {
    const path = await altered((kind, body) => (kind === 'D' ? body.replace(name, ' ') : body));
    await expect(stage.restore(path, target)).rejects.toThrow(/violates check constraint/);
    await expect(stage.restore(path, other, { replaces: true })).rejects.toThrow(/violates/);
  }
  const orphan = await altered((kind, body) =>
    kind === 'D' && body.includes('example.com') ? body.replace(/^(\d+)\t\d+/, '$1\t999') : body,
  );
  await expect(stage.restore(orphan, target)).rejects.toThrow(/violates foreign key/);
  await expectUntouched();
  expect(await contentsOf(other)).toEqual(hadRows);
});

it('keeps values out of the error of a refused row', async () => {
  const path = await altered((kind, body) =>
    kind === 'D' ? body.replace('https://example.com/', 'ftp://s3cret') : body,
  );
  const error = await stage.restore(path, target).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: '23514' });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('s3cret');
});

it('fills a migrated database without companies and users, and replaces others only on command', async () => {
  await migrate({ url: target });
  await stage.restore(whole, target);
  const restored = await contentsOf(target);
  const world = createWorld(target);
  await insertCompany(world, 'Another');
  await world.db.close();
  const changed = await contentsOf(target);
  await expect(stage.restore(whole, target)).rejects.toThrow(/companies or users.*--replace/);
  expect(await contentsOf(target)).toEqual(changed);
  await stage.restore(whole, target, { replaces: true });
  expect(await contentsOf(target)).toEqual(restored);
});
