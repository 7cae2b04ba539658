import { openRestWorld, type RestWorld } from '@tests/factories/rest-client';
import { asEngine } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreateHookInput, UpdateHookInput } from '@/contracts/hooks';
import { HOOK_DEFAULTS, HOOK_LIMITS } from '@/domain/hook-settings';
import { createCaller } from '@/server/trpc/root';

const database = useDatabase();
let rest: RestWorld;

beforeAll(async () => {
  rest = await openRestWorld(database.url);
});
afterAll(() => rest.world.db.close());

type Row = Record<string, unknown>;

/** Every setting: its name in REST, its inner name, and two values. */
const SETTINGS: [wire: string, inner: keyof CreateHookInput, first: unknown, second: unknown][] = [
  ['name', 'name', 'Payroll', 'Payroll 2'],
  ['namespace', 'namespace', 'payroll', 'payroll-2'],
  ['payload_version', 'payloadVersion', 'v3.0', 'v2.0'],
  ['destination_url', 'destinationUrl', 'https://a.example/1', 'https://a.example/2'],
  ['status', 'status', 'disabled', 'active'],
  ['delivery_mode', 'deliveryMode', 'in_order', 'parallel'],
  ['timeout_seconds', 'timeoutSeconds', 7, 8],
  ['max_in_flight', 'maxInFlight', 21, 22],
  ['max_per_second', 'maxPerSecond', 3.5, 4.5],
  ['retry_window_seconds', 'retryWindowSeconds', 601, 602],
  ['all_projects', 'allProjects', true, false],
];

const base = () => `/rest/v2.0/companies/${rest.place.companyId}/webhooks/hooks`;
const call = (method: string, path: string, body?: unknown) =>
  rest.client.call(method, path, rest.token, body === undefined ? {} : { body });
const wired = (n: 2 | 3) => Object.fromEntries(SETTINGS.map((one) => [one[0], one[n]]));
const inner = (n: 2 | 3) => Object.fromEntries(SETTINGS.map((one) => [one[1], one[n]]));
const trpc = () => createCaller({ ...rest.world.services, actor: rest.world.ctx.actor });

/** The settings in REST, in the hook's row and in its queue's row. */
async function readAll(id: number): Promise<{ shown: Row; stored: Row; queue: Row }> {
  const { body } = await call('GET', `${base()}/${id}`);
  const { data } = body as { data: Row };
  const shown = Object.fromEntries(SETTINGS.map(([wire]) => [wire, data[wire]]));
  const [row] = await asEngine(
    rest.world.db,
    (tx) => tx<{ hook: Row; queue: Row }[]>`
      SELECT to_json(h) AS hook, to_json(q) AS queue FROM gancho.hooks h
      JOIN gancho.hook_queue q ON q.hook_id = h.id WHERE h.id = ${id}`,
  );
  const stored = Object.fromEntries(SETTINGS.map(([wire]) => [wire, row?.hook[wire]]));
  return { shown, stored, queue: row?.queue ?? {} };
}

async function expectAll(id: number, n: 2 | 3): Promise<void> {
  const { shown, stored, queue } = await readAll(id);
  expect(shown).toEqual(wired(n));
  expect(stored).toEqual(wired(n));
  expect(queue).toMatchObject({
    is_enabled: wired(n).status === 'active',
    is_in_order: wired(n).delivery_mode === 'in_order',
    timeout_seconds: wired(n).timeout_seconds,
    max_in_flight: wired(n).max_in_flight,
    max_per_second: wired(n).max_per_second,
    retry_window_seconds: wired(n).retry_window_seconds,
  });
}

const idOf = ({ body }: { body: unknown }) => {
  const { data, id } = body as { data?: { id: string }; id?: number };
  return Number(data?.id ?? id);
};

describe('every setting of a hook is written and read back', () => {
  it('through v2.0', async () => {
    const id = idOf(await call('POST', base(), wired(2)));
    await expectAll(id, 2);
    expect((await call('PATCH', `${base()}/${id}`, wired(3))).status).toBe(200);
    await expectAll(id, 3);
  });

  it('through v1.0', async () => {
    const path = '/rest/v1.0/webhooks/hooks';
    const company_id = rest.place.companyId;
    const body = (n: 2 | 3) => {
      const { payload_version: api_version, ...others } = wired(n);
      return { company_id, hook: { ...others, api_version } };
    };
    const id = idOf(await call('POST', path, body(2)));
    await expectAll(id, 2);
    expect((await call('PATCH', `${path}/${id}`, body(3))).status).toBe(200);
    await expectAll(id, 3);
  });

  it('through tRPC, whose answer shows them', async () => {
    const place = { companyId: rest.place.companyId, projectId: null };
    const made = await trpc().hooks.create({ ...place, ...inner(2) } as CreateHookInput);
    expect(made).toMatchObject(inner(2));
    await expectAll(made.id, 2);
    const changed = { ...place, hookId: made.id, ...inner(3) } as UpdateHookInput;
    expect(await trpc().hooks.update(changed)).toMatchObject(inner(3));
    await expectAll(made.id, 3);
  });

  it('and each alone changes nothing else', async () => {
    const id = idOf(await call('POST', base(), wired(2)));
    for (const [wire, , first, second] of SETTINGS) {
      await call('PATCH', `${base()}/${id}`, { [wire]: second });
      expect((await readAll(id)).shown).toEqual({ ...wired(2), [wire]: second });
      await call('PATCH', `${base()}/${id}`, { [wire]: first });
    }
  });
});

describe('the table of hooks', () => {
  const LIMITED = {
    timeout_seconds: HOOK_LIMITS.timeoutSeconds,
    max_in_flight: HOOK_LIMITS.maxInFlight,
    retry_window_seconds: HOOK_LIMITS.retryWindowSeconds,
  };

  it.each(Object.entries(LIMITED))(
    'takes %s within the limits, and nothing else',
    async (column, { min, max }) => {
      const id = idOf(await call('POST', base(), wired(3)));
      const set = (value: number) =>
        asEngine(
          rest.world.db,
          (tx) => tx`UPDATE gancho.hooks SET ${tx(column)} = ${value} WHERE id = ${id}`,
        );
      await set(min);
      await set(max);
      await expect(set(min - 1)).rejects.toThrow(/check constraint/);
      await expect(set(max + 1)).rejects.toThrow(/check constraint/);
    },
  );

  it('has the defaults of the code', async () => {
    const rows = await asEngine(
      rest.world.db,
      (tx) => tx<{ name: string; value: string }[]>`
        SELECT column_name AS name, column_default AS value FROM information_schema.columns
        WHERE table_schema = 'gancho' AND table_name = 'hooks'`,
    );
    const defaults = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    expect(defaults).toMatchObject({
      delivery_mode: `'${HOOK_DEFAULTS.deliveryMode}'::text`,
      timeout_seconds: String(HOOK_DEFAULTS.timeoutSeconds),
      max_in_flight: String(HOOK_DEFAULTS.maxInFlight),
      retry_window_seconds: String(HOOK_DEFAULTS.retryWindowSeconds),
    });
  });
});
