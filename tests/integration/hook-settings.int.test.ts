import { createTestEngine } from '@tests/factories/engine';
import { openRestWorld, type RestWorld } from '@tests/factories/rest-client';
import { type Round, settingValues, wireValues } from '@tests/factories/setting-values';
import { asEngine, insertHook } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '@/cli/run-cli';
import { v1 } from '@/contracts/rest/v1';
import {
  HOOK_SETTING_NAMES,
  type HookSettingName,
  hookSetting,
  NUMBER_HOOK_SETTINGS,
  rangeOf,
  STORED_HOOK_SETTINGS,
} from '@/domain/hook-settings';
import { eachOf, flagName, wireName } from '@/domain/keyed';
import { loadEnv, runtimeEnv } from '@/env';
import { createCaller } from '@/server/trpc/root';

type Hooks = ReturnType<typeof createCaller>['hooks'];
type CreateInput = Parameters<Hooks['create']>[0];
type UpdateInput = Parameters<Hooks['update']>[0];

const database = useDatabase();
let rest: RestWorld;

beforeAll(async () => {
  rest = await openRestWorld(database.url);
});
afterAll(() => rest.world.db.close());

type Row = Record<string, unknown>;
type Rows = { hook: Row; queue: Row; audit: Row };

const V1 = '/rest/v1.0/webhooks/hooks';
const v2 = () => `/rest/v2.0/companies/${rest.tenant.companyId}/webhooks/hooks`;
const call = (method: string, path: string, body?: unknown) =>
  rest.client.call(method, path, rest.token, body === undefined ? {} : { body });
const trpc = () => createCaller({ ...rest.world.services, actor: rest.world.ctx.actor });
const idOf = ({ body }: { body: unknown }) => {
  const { data, id } = body as { data?: { id: string }; id?: number };
  return Number(data?.id ?? id);
};

/** A hook, its queue and its latest audit row, as they are stored. */
async function readRows(id: number): Promise<Rows> {
  const [rows] = await asEngine(
    rest.world.db,
    (tx) => tx<Rows[]>`
      SELECT to_json(h) AS hook, to_json(q) AS queue, (
        SELECT a.details FROM gancho.audit_log a WHERE a.subject_id = h.id::text AND a.action LIKE 'hook.%'
        ORDER BY a.id DESC LIMIT 1) AS audit
      FROM gancho.hooks h JOIN gancho.hook_queue q ON q.hook_id = h.id WHERE h.id = ${id}`,
  );
  if (rows === undefined) throw new Error(`there is no hook ${id}`);
  return rows;
}

async function readAnswer(id: number): Promise<Row> {
  const { data } = (await call('GET', `${v2()}/${id}`)).body as { data: Row };
  return Object.fromEntries(
    HOOK_SETTING_NAMES.map((name) => [wireName(name), data[wireName(name)]]),
  );
}

/** The queue has two settings under its own names. */
const IN_QUEUE: Partial<Record<HookSettingName, (value: unknown) => Row>> = {
  status: (value) => ({ is_enabled: value === 'active' }),
  deliveryMode: (value) => ({ is_in_order: value === 'in_order' }),
};

function expectStored({ hook, queue }: Rows, values: Row): void {
  for (const name of STORED_HOOK_SETTINGS) {
    const wire = wireName(name);
    expect({ [wire]: hook[wire] }).toEqual({ [wire]: values[wire] });
    if (!hookSetting(name).isInQueue) continue;
    const copy = IN_QUEUE[name]?.(values[wire]) ?? { [wire]: values[wire] };
    expect(queue, `the queue's copy of ${name}`).toMatchObject(copy);
  }
}

/** The answer, the rows of hook and queue, and the audit row of the creation. */
async function expectCreated(id: number): Promise<void> {
  expect(await readAnswer(id)).toEqual(wireValues('first'));
  const rows = await readRows(id);
  expectStored(rows, wireValues('first'));
  expect(rows.audit).toEqual({ ...wireValues('first'), destination_headers: 'set' });
}

/** The same for a change of everything. */
async function expectChanged(id: number): Promise<void> {
  expect(await readAnswer(id)).toEqual(wireValues('second'));
  const rows = await readRows(id);
  expectStored(rows, wireValues('second'));
  const [from, to] = [settingValues('first'), settingValues('second')];
  expect(rows.audit).toEqual({
    ...eachOf(HOOK_SETTING_NAMES, (name) => ({ from: from[name], to: to[name] })),
    destinationHeaders: 'changed',
  });
}

describe('every setting of a hook is written and read back', () => {
  it('through v2.0', async () => {
    const made = await call('POST', v2(), wireValues('first'));
    expect(made.body).toMatchObject({ data: wireValues('first') });
    await expectCreated(idOf(made));
    const changed = await call('PATCH', `${v2()}/${idOf(made)}`, wireValues('second'));
    expect(changed.body).toMatchObject({ data: wireValues('second') });
    await expectChanged(idOf(made));
  });

  it('through v1.0', async () => {
    const body = (round: Round) => {
      const { payload_version: api_version, ...others } = wireValues(round);
      return { company_id: rest.tenant.companyId, hook: { ...others, api_version } };
    };
    const shown = (round: Round) =>
      Object.fromEntries(
        Object.entries(body(round).hook).filter(([name]) => name in v1.hook.shape),
      );
    expect(Object.keys(shown('first')).length).toBeGreaterThan(5);
    const made = await call('POST', V1, body('first'));
    expect(made.body).toMatchObject(shown('first'));
    await expectCreated(idOf(made));
    const changed = await call('PATCH', `${V1}/${idOf(made)}`, body('second'));
    expect(changed.body).toMatchObject(shown('second'));
    await expectChanged(idOf(made));
  });

  it('through tRPC', async () => {
    const tenant = { companyId: rest.tenant.companyId, projectId: null };
    const shown = (round: Round) => {
      const { destinationHeaders, ...others } = settingValues(round);
      return { ...others, destinationHeaders: Object.entries(destinationHeaders as Row) };
    };
    const made = await trpc().hooks.create({ ...tenant, ...shown('first') } as CreateInput);
    expect(made).toMatchObject(shown('first'));
    await expectCreated(made.id);
    const changes = { ...tenant, hookId: made.id, ...shown('second') } as UpdateInput;
    expect(await trpc().hooks.update(changes)).toMatchObject(shown('second'));
    await expectChanged(made.id);
  });

  it('through the command line, which has no flag for headers except Authorization', async () => {
    const values = settingValues('first');
    const flags = STORED_HOOK_SETTINGS.flatMap((name) =>
      hookSetting(name).kind === 'switch'
        ? [`--${flagName(name)}`]
        : [`--${flagName(name)}`, String(values[name])],
    );
    const made = await gancho('hook', 'create', ...flags, '--authorization', 'Bearer secret-1');
    const { destination_headers, public_headers, ...expected } = wireValues('first');
    expect(made).toMatchObject({
      ...expected,
      destination_headers: { Authorization: expect.stringMatching(/^\*/) },
    });
    const rows = await readRows(Number(made.id));
    expectStored(rows, expected);
    expect(rows.audit).toEqual({ ...expected, destination_headers: 'set' });
  });

  it('and each alone changes nothing else', async () => {
    const [first, second] = [wireValues('first'), wireValues('second')];
    const id = idOf(await call('POST', v2(), first));
    for (const name of STORED_HOOK_SETTINGS) {
      const wire = wireName(name);
      await call('PATCH', `${v2()}/${id}`, { [wire]: second[wire] });
      expect(await readAnswer(id)).toEqual({ ...first, [wire]: second[wire] });
      await call('PATCH', `${v2()}/${id}`, { [wire]: first[wire] });
    }
  });
});

async function gancho(...argv: string[]): Promise<Row> {
  let out = '';
  let err = '';
  const settings = { DATABASE_URL: database.url, GANCHO_SECRET_KEY: 'A'.repeat(43).concat('=') };
  const session = {
    env: runtimeEnv(loadEnv(settings)),
    ctx: rest.world.ctx,
    close: async () => {},
  };
  const company = ['--company', String(rest.tenant.companyId)];
  await runCli([...argv, ...company, '--json'], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    open: async () => session,
  });
  expect(err).toBe('');
  return JSON.parse(out) as Row;
}

describe('the engine serves a hook', () => {
  it.each(['min', 'max'] as const)('whose numbers are all at their %s', async (end) => {
    const receiver = await startReceiver();
    const engine = createTestEngine(rest.world);
    const numbers = eachOf(NUMBER_HOOK_SETTINGS, (name) => rangeOf(name)[end]);
    await insertHook(rest.world, { ...rest.tenant, destinationUrl: receiver.url, ...numbers });
    await engine.publish(rest.tenant, [1]);
    await engine.dispatch();
    expect(receiver.requests).toHaveLength(1);
    await engine.close();
    await receiver.close();
  });
});

describe('what only a company may have', () => {
  const ofCompany = HOOK_SETTING_NAMES.filter((name) => hookSetting(name).isOfCompany);

  it.each(ofCompany)("a project's hook is refused %s", async (name) => {
    const path = `/rest/v2.0/companies/${rest.tenant.companyId}/projects/${rest.tenant.projectId}/webhooks/hooks`;
    const refused = await call('POST', path, wireValues('first'));
    expect(refused.body).toMatchObject({
      error: { details: [{ field: wireName(name), reason_code: 'COMPANY_HOOK_ONLY' }] },
    });
  });
});

describe('a refused payload version has the name that the client sent', () => {
  const at = { destination_url: 'https://a.example/1', namespace: 'n' };

  it.each(['api_version', 'payload_version'])('%s', async (sent) => {
    const inV1 = await call('POST', V1, { hook: { ...at, [sent]: 'v9' } });
    expect(inV1.status).toBe(400);
    expect(Object.keys((inV1.body as { errors: Row }).errors)).toEqual([sent]);
    const id = idOf(await call('POST', v2(), { ...at, payload_version: 'v4.0' }));
    for (const [method, path] of [
      ['POST', v2()],
      ['PATCH', `${v2()}/${id}`],
    ] as const) {
      const inV2 = await call(method, path, { ...at, [sent]: 'v9' });
      expect(inV2.body).toMatchObject({ error: { details: [{ field: sent }] } });
    }
  });

  it('in the query of a list too', async () => {
    const list = (path: string, query: string) =>
      rest.client.call('GET', path, rest.token, { query });
    const inV1 = await list(V1, 'api_version=v9');
    expect(Object.keys((inV1.body as { errors: Row }).errors)).toEqual(['api_version']);
    const inV2 = await list(v2(), 'payload_version=v9');
    expect(inV2.body).toMatchObject({ error: { details: [{ field: 'payload_version' }] } });
  });
});
