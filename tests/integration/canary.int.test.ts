import { inspect } from 'node:util';
import { createTestEngine } from '@tests/factories/engine';
import { createRestClient } from '@tests/factories/rest-client';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import { inspectors, memberships, users } from '@/server/db/schema';
import { hashPassword } from '@/server/gateways/hashing';
import { createLog } from '@/server/log';
import { createClient } from '@/server/services/api-clients';
import { createHook, sendTest } from '@/server/services/hooks';
import { issueToken } from '@/server/services/oauth';
import { CALLS, PERSONAL, SECRET, type Stage } from './canary-calls';

const CANARY = /c4n4ry/i;
const LIMIT_MS = 300_000;
const database = useDatabase();
const lines: string[] = [];
const log = createLog('debug', { everyMs: 1, destination: { write: (line) => lines.push(line) } });
let stage: Stage;
let sql: Sql;
let receiver: Receiver;
let n = 0;

beforeAll(async () => {
  const world = withLog(createWorld(database.url));
  sql = openPostgres(database.url, { max: 1 });
  receiver = await startReceiver({ respond: ({ headers }) => ({ body: JSON.stringify(headers) }) });
  const tenant = await insertCompany(world);
  const password = `${SECRET} of a person`;
  const email = `${PERSONAL}@example.com`;
  const passwordHash = await hashPassword(password, '');
  const userId = await world.db.asSystem(async (tx) => {
    const [user] = await tx
      .insert(users)
      .values({ email, name: PERSONAL, passwordHash })
      .returning();
    const own = { companyId: tenant.companyId, userId: user?.id ?? 0 };
    await tx.insert(memberships).values({ ...own, role: 'admin' });
    return own.userId;
  });
  const roles = [{ companyId: tenant.companyId, projectId: null, role: 'admin' as const }];
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: 'https://example.com/' });
  const inspectorId = 'inspector-of-canaries';
  const inspector = { id: inspectorId, companyId: tenant.companyId, hookId };
  await world.db.asSystem((tx) => tx.insert(inspectors).values(inspector));
  const input = { companyId: tenant.companyId, name: 'Integration' };
  const credentials = await createClient({ ctx: world.ctx, input });
  const issued = await issueToken({ ctx: world.services, input: credentials });
  stage = {
    world,
    rest: createRestClient(world),
    token: issued?.accessToken ?? '',
    credentials,
    tenant,
    hookId,
    inspectorId,
    user: { ...world.ctx, actor: { kind: 'user', userId, roles } },
    email,
    password,
  };
});
afterAll(async () => {
  await stage.world.db.close();
  await receiver.close();
  await sql.end();
});

function withLog(world: World): World {
  return { ...world, services: { ...world.services, log }, ctx: { ...world.ctx, log } };
}

const tables = () =>
  sql<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
    WHERE s.nspname = 'gancho' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`;

/** All rows of all tables, as a dump has them. */
async function dump(): Promise<string> {
  const texts = await asEngine(stage.world.db, async (tx) => {
    const all: unknown[] = [];
    for (const { name } of await tables())
      all.push(await tx.unsafe(`SELECT t::text FROM gancho.${name} t`));
    return all;
  });
  return JSON.stringify(texts);
}

type Outcome = { call: string; hasFailed: boolean; text: string };

/** Makes every call. Keeps each answer and each printed error. */
async function callAll(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [call, make] of Object.entries(CALLS)) {
    n += 1;
    const outcome = await make(stage, n).then(
      (answer) => {
        const status = (answer as { status?: number } | null)?.status ?? 200;
        return { hasFailed: status >= 500, text: JSON.stringify(answer) ?? '' };
      },
      (error: unknown) => ({
        hasFailed: true,
        text: `${error} ${inspect(error, { showHidden: true, depth: 12, maxStringLength: null })}`,
      }),
    );
    outcomes.push({ call, ...outcome });
  }
  log.flush();
  return outcomes;
}

function expectNoCanary(outcomes: Outcome[]): void {
  for (const { call, hasFailed, text } of outcomes) {
    expect(text, call).not.toMatch(hasFailed ? CANARY : SECRET);
  }
  expect(lines.filter((line) => CANARY.test(line))).toEqual([]);
}

it(
  'a successful call leaves no secret in answers, lists, exports, the audit log, the log and the database',
  async () => {
    const outcomes = await callAll();
    expect(outcomes.filter(({ hasFailed }) => hasFailed)).toEqual([]);
    const engine = createTestEngine(stage.world);
    const { ctx } = stage.world;
    const hook = await createHook({
      ctx,
      input: {
        ...stage.tenant,
        payloadVersion: 'v2.0',
        destinationUrl: receiver.url,
        destinationHeaders: { Authorization: `Bearer ${SECRET}-sent`, 'X-Site': `${SECRET}-site` },
        triggers: [{ resourceName: 'RFIs', eventType: 'update' }],
      },
    });
    await sendTest({ ctx, input: { ...stage.tenant, hookId: hook.id } });
    await engine.dispatch();
    await engine.close();
    expect(JSON.stringify(receiver.requests)).toContain(`${SECRET}-sent`);
    expectNoCanary(await callAll());

    const stored = await dump();
    expect(stored).toContain(PERSONAL);
    const { token, credentials, password } = stage;
    for (const secret of [SECRET, 'whsec_', token, credentials.clientSecret, password]) {
      expect(stored).not.toContain(secret);
    }
  },
  LIMIT_MS,
);

it(
  'a write that any table refuses shows nobody its values',
  async () => {
    await sql.unsafe(`
    CREATE FUNCTION public.spill() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM to_jsonb(COALESCE(NEW, OLD))::text::bigint;
      RETURN COALESCE(NEW, OLD);
    END $$`);
    const untouched: string[] = [];
    for (const { name } of await tables()) {
      await sql.unsafe(`
      CREATE TRIGGER spill BEFORE INSERT OR UPDATE OR DELETE ON gancho.${name}
      FOR EACH ROW EXECUTE FUNCTION public.spill()`);
      const outcomes = await callAll();
      await sql.unsafe(`DROP TRIGGER spill ON gancho.${name}`);
      if (!outcomes.some(({ hasFailed }) => hasFailed)) untouched.push(name);
      expectNoCanary(outcomes);
    }
    // Every table that people and clients write to is among the refused ones.
    const written = ['users', 'hooks', 'hook_secrets', 'events', 'audit_log', 'access_tokens'];
    expect(untouched.filter((name) => written.includes(name))).toEqual([]);
    expect(lines.some((line) => line.includes('22P02'))).toBe(true);
  },
  LIMIT_MS,
);

it(
  'a row that breaks a rule shows nobody its values',
  async () => {
    const names = (await tables()).map(({ name }) => name);
    for (const name of names) {
      await sql.unsafe(`ALTER TABLE gancho.${name} ADD CONSTRAINT spill CHECK (false) NOT VALID`);
    }
    const outcomes = await callAll();
    for (const name of names) await sql.unsafe(`ALTER TABLE gancho.${name} DROP CONSTRAINT spill`);
    expect(outcomes.filter(({ hasFailed }) => hasFailed).length).toBeGreaterThan(10);
    expectNoCanary(outcomes);
    expect(lines.some((line) => line.includes('23514'))).toBe(true);
  },
  LIMIT_MS,
);

it(
  'no failed statement shows anybody its values',
  async () => {
    await sql.unsafe('ALTER SCHEMA gancho RENAME TO gone');
    const outcomes = await callAll();
    await sql.unsafe('ALTER SCHEMA gone RENAME TO gancho');
    expect(outcomes.filter(({ hasFailed }) => !hasFailed).map(({ call }) => call)).toEqual([]);
    expectNoCanary(outcomes);
  },
  LIMIT_MS,
);
