import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { getTableColumns } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  HOOK_SETTINGS,
  hookSetting,
  hookSettingsOf,
  NUMBER_HOOK_SETTINGS,
  SIMPLE_HOOK_SETTINGS,
  STORED_HOOK_SETTINGS,
} from '@/domain/hook-settings';
import { wireName } from '@/domain/keyed';
import { hooks } from './schema';

const database = useDatabase();
let world: World;
let hookId: number;

beforeAll(async () => {
  world = createWorld(database.url);
  const { companyId } = await insertCompany(world);
  ({ hookId } = await insertHook(world, { companyId, destinationUrl: 'https://a.example' }));
});
afterAll(() => world.db.close());

const set = (column: string, value: string | number | null) =>
  asEngine(
    world.db,
    (tx) => tx`UPDATE gancho.hooks SET ${tx(column)} = ${value} WHERE id = ${hookId}`,
  );

it.each(NUMBER_HOOK_SETTINGS)(
  'the column of %s accepts only the range of the table',
  async (name) => {
    const { kind, min, max } = HOOK_SETTINGS[name];
    const step = kind === 'integer' ? 1 : min / 10;
    await set(wireName(name), min);
    await set(wireName(name), max);
    await expect(set(wireName(name), min - step)).rejects.toThrow(/check constraint/);
    await expect(set(wireName(name), max + step)).rejects.toThrow(/check constraint|out of range/);
  },
);

it.each(hookSettingsOf('choice'))('the column of %s refuses any other value', async (name) => {
  await expect(set(wireName(name), 'another')).rejects.toThrow(/check constraint/);
});

it('the column of the name accepts as many characters as the table defines', async () => {
  await set('name', 'x'.repeat(HOOK_SETTINGS.name.lengthMax));
  await expect(set('name', 'x'.repeat(HOOK_SETTINGS.name.lengthMax + 1))).rejects.toThrow(
    /check constraint/,
  );
});

type Column = { name: string; value: string | null };

const defaultsOf = async (table: string) => {
  const rows = await asEngine(
    world.db,
    (tx) => tx<Column[]>`
      SELECT column_name AS name, column_default AS value FROM information_schema.columns
      WHERE table_schema = 'gancho' AND table_name = ${table}`,
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
};

it('the columns have the defaults of the table, in the queue too', async () => {
  const [own, queue] = [await defaultsOf('hooks'), await defaultsOf('hook_queue')];
  for (const name of SIMPLE_HOOK_SETTINGS) {
    const { defaultValue } = HOOK_SETTINGS[name];
    const inSql =
      typeof defaultValue === 'string'
        ? `'${defaultValue}'::text`
        : defaultValue === null
          ? null
          : String(defaultValue);
    expect([name, own.get(wireName(name))]).toEqual([name, inSql]);
    if (queue.has(wireName(name))) expect([name, queue.get(wireName(name))]).toEqual([name, inSql]);
  }
});

it('the schema in code has a column for each setting', () => {
  const columns = getTableColumns(hooks);
  expect(STORED_HOOK_SETTINGS.map((name) => columns[name].name)).toEqual(
    STORED_HOOK_SETTINGS.map(wireName),
  );
});

it('the table marks the settings that the queue copies', async () => {
  const queue = await defaultsOf('hook_queue');
  const copied = STORED_HOOK_SETTINGS.filter((name) => queue.has(wireName(name)));
  expect(copied.length).toBeGreaterThan(3);
  expect(copied.filter((name) => !hookSetting(name).isInQueue)).toEqual([]);
});
