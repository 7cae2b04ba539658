import { randomBytes } from 'node:crypto';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadEnv, type RuntimeEnv, runtimeEnv } from '@/env';
import { openPostgres, type Sql } from '@/server/db/driver';
import { consumeSignInLink } from '@/server/services/accounts';
import { setUpInstance } from '@/server/services/setup';
import packageJson from '../../package.json';
import { runCli } from './run-cli';
import { type Session, sessionOf } from './session';

const database = useDatabase();
const secretKey = randomBytes(32);
let env: RuntimeEnv;
let sql: Sql;
let own: Session;

beforeAll(async () => {
  env = runtimeEnv(
    loadEnv({ DATABASE_URL: database.url, GANCHO_SECRET_KEY: secretKey.toString('base64') }),
  );
  sql = openPostgres(database.url, { max: 1 });
  own = sessionOf(env, async () => {});
  await setUpInstance({
    ctx: own.ctx,
    input: {
      secretKey,
      secretKeyPrevious: null,
      admin: { email: 'admin@example.com', password: 'correct horse' },
      wantsSample: true,
      publicUrl: env.publicUrl,
    },
  });
});
afterAll(async () => {
  await own.close();
  await sql.end();
});

async function gancho(...argv: string[]) {
  let out = '';
  let err = '';
  const code = await runCli(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    open: async () => sessionOf(env, async () => {}),
  });
  return { code, out, err };
}

async function json<T>(...argv: string[]): Promise<T> {
  const { code, out, err } = await gancho(...argv, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out.trim().split('\n')).toHaveLength(1);
  return JSON.parse(out) as T;
}

type Named = { id: number; name: string };

it('creates a hook with every setting, and names the flag of one that is out of range', async () => {
  const { out } = await gancho('company', 'create', '--name', 'Settings', '--json');
  const company = String(JSON.parse(out).id);
  const create = (...flags: string[]) =>
    gancho('hook', 'create', '--company', company, ...flags, '--json');
  const made = await create(
    ...['--destination-url', 'https://example.com/hooks', '--name', 'Payroll'],
    ...['--namespace', 'payroll', '--payload-version', 'v3.0', '--delivery-mode', 'in_order'],
    ...['--timeout-seconds', '7', '--max-in-flight', '21', '--max-per-second', '3.5'],
    ...['--retry-window-seconds', '601', '--status', 'disabled', '--all-projects'],
  );
  expect(JSON.parse(made.out)).toMatchObject({
    destination_url: 'https://example.com/hooks',
    name: 'Payroll',
    namespace: 'payroll',
    payload_version: 'v3.0',
    delivery_mode: 'in_order',
    timeout_seconds: 7,
    max_in_flight: 21,
    max_per_second: 3.5,
    retry_window_seconds: 601,
    status: 'disabled',
    all_projects: true,
  });
  const refused = await create('--destination-url', 'https://x.example', '--max-in-flight', '201');
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--max-in-flight') });
});

it('names the release', async () => {
  expect(await gancho('--version')).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
});

it('creates companies and projects, and leaves audit rows that name the operator', async () => {
  const company = await json<Named>('company', 'create', '--name', ' Alfa Build ');
  expect(company).toEqual({ id: expect.any(Number), name: 'Alfa Build' });
  const project = await json('project', 'create', '--company', `${company.id}`, '--name', 'Tower');
  expect(project).toEqual({ id: expect.any(Number), name: 'Tower', company_id: company.id });
  expect(await json<Named[]>('company', 'list')).toContainEqual(company);
  const rows =
    await sql`SELECT action, actor_kind FROM gancho.audit_log WHERE company_id = ${company.id} ORDER BY id`;
  expect(rows.map((row) => `${row.actor_kind} ${row.action}`)).toEqual([
    'operator company.create',
    'operator project.create',
  ]);
  // The first admin can open what an operator has made.
  const [admin] =
    await sql`SELECT m.role FROM gancho.memberships m JOIN gancho.users u ON u.id = m.user_id
    WHERE m.company_id = ${company.id} AND u.email = 'admin@example.com'`;
  expect(admin?.role).toBe('admin');
});

it('invites a person by a link that works once, and refuses the same role twice', async () => {
  const company = await json<Named>('company', 'create', '--name', 'Beta');
  const flags = ['--email', 'Ana@Example.com', '--role', 'member', '--company', `${company.id}`];
  const user = await json<{ id: number; email: string; link: string }>('user', 'create', ...flags);
  expect(user.email).toBe('ana@example.com');
  const token = new URL(user.link).searchParams.get('once') ?? '';
  expect(await consumeSignInLink({ ctx: own.ctx, input: { token } })).toMatchObject({
    userId: user.id,
  });
  expect(await consumeSignInLink({ ctx: own.ctx, input: { token } })).toBeNull();
  expect(await gancho('user', 'create', ...flags)).toMatchObject({ code: 1, out: '' });
  const reset = await json<{ id: number; link: string }>(
    'user',
    'reset-password',
    '--email',
    user.email,
  );
  expect(reset.id).toBe(user.id);
  const project = await gancho('user', 'create', ...flags, '--project', '1');
  expect(project).toMatchObject({ code: 1, err: 'The project was not found.\n' });
});

it('adds a resource to a company, but not under a built-in name or alias', async () => {
  const company = await json<Named>('company', 'create', '--name', 'Gama');
  const flags = ['--company', `${company.id}`, '--level', 'project', '--events', 'update,create'];
  expect(await json('resource', 'create', '--name', 'Crane Lifts', ...flags)).toEqual({
    name: 'Crane Lifts',
    level: 'project',
    category: 'Core',
    tool: 'Custom',
    events: ['create', 'update'],
  });
  for (const name of ['Crane Lifts', 'RFIs', 'BIM Models']) {
    const refused = await gancho('resource', 'create', '--name', name, ...flags);
    expect(refused, name).toMatchObject({ code: 1, out: '' });
  }
  const foreign = await gancho('resource', 'create', '--name', 'X', ...flags, '--company', '99');
  expect(foreign).toMatchObject({ code: 1, err: 'The company was not found.\n' });
});

it('publishes one event, and many that hooks of the sample have selected', async () => {
  const [tenant] = await sql`SELECT c.id AS company, min(p.id) AS project FROM gancho.companies c
    JOIN gancho.projects p ON p.company_id = c.id WHERE c.is_sample GROUP BY c.id`;
  const flags = ['--company', `${tenant?.company}`, '--resource', 'RFIs', '--event', 'create'];
  const one = await json('event', 'publish', ...flags, '--project', `${tenant?.project}`);
  expect(one).toMatchObject({ published: 1 });
  expect(await json('event', 'publish', '--sample', '1200')).toEqual({ published: 1200 });
  const [pending] =
    await sql`SELECT sum(cardinality(event_ids))::int AS n FROM gancho.pending_events`;
  expect(pending?.n).toBe(1201);
  const refused = await gancho('event', 'publish', ...flags);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('project_id') });
});

it('creates a hook with its selected events, or creates nothing', async () => {
  const company = await json<Named>('company', 'create', '--name', 'Delta');
  const to = ['--company', `${company.id}`, '--destination-url', 'https://example.com/hooks'];
  const flags = [...to, '--event', 'Company Users:create', '--event', 'Company Users:update'];
  const hook = await json('hook', 'create', ...flags, '--authorization', 'Bearer s3cret-token');
  expect(hook).toMatchObject({
    id: expect.stringMatching(/^\d+$/),
    destination_url: 'https://example.com/hooks',
    payload_version: 'v4.0',
    trigger_count: 2,
    health: 'never_delivered',
    signing_secret: expect.stringMatching(/^whsec_/),
  });
  const refused = await gancho('hook', 'create', ...to, '--event', 'RFIs:create');
  expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^--event: /) });
  expect(await gancho('hook', 'create', ...to, '--event', 'RFIs')).toMatchObject({ code: 2 });
  const listed = await json<{ id: string }[]>('hook', 'list', '--company', `${company.id}`);
  expect(listed).toHaveLength(1);
  expect(JSON.stringify(listed)).not.toContain('s3cret');
});

it('makes API clients with all scopes or some, shows the secret once, rotates it, and revokes', async () => {
  const company = await json<Named>('company', 'create', '--name', 'Epsilon');
  const flags = ['client', 'create', '--company', `${company.id}`, '--name', 'ERP'];
  type Client = { id: number; client_id: string; client_secret: string };
  const all = await json<Client>(...flags);
  expect(all).toEqual({
    id: expect.any(Number),
    client_id: expect.stringMatching(/./),
    client_secret: expect.stringMatching(/.{32}/),
  });
  const some = await json<Client>(...flags, '--scopes', 'events:write,hooks:read');
  const rows =
    await sql`SELECT id, scopes FROM gancho.api_clients WHERE company_id = ${company.id} ORDER BY id`;
  expect(rows[0]?.scopes).toHaveLength(6);
  expect([...(rows[1]?.scopes ?? [])].sort()).toEqual(['events:write', 'hooks:read']);
  expect(await gancho(...flags, '--scopes', 'all')).toMatchObject({ code: 2 });
  expect(await gancho(...flags, '--project', '1')).toMatchObject({ code: 1 });
  const rotated = await json<Client>('client', 'rotate', '--id', `${some.id}`);
  expect(rotated).toEqual({
    id: some.id,
    client_id: some.client_id,
    client_secret: expect.stringMatching(/.{32}/),
    previous_secret_until: expect.stringMatching(/Z$/),
  });
  expect(rotated.client_secret).not.toBe(some.client_secret);
  expect(await json('client', 'revoke', '--id', `${some.id}`)).toEqual({ revoked: some.id });
  expect(await gancho('client', 'revoke', '--id', `${some.id}`)).toMatchObject({ code: 1 });
});

it('lists a hook’s deliveries, newest first, and shows one with its attempts', async () => {
  const [hook] =
    await sql`SELECT h.id, h.company_id FROM gancho.hooks h JOIN gancho.companies c ON c.id = h.company_id
    WHERE c.is_sample AND h.name LIKE '%failing%'`;
  const at = ['--company', `${hook?.company_id}`, '--hook', `${hook?.id}`];
  type Row = { id: string; status: string };
  const rows = await json<Row[]>('delivery', 'list', ...at, '--status', 'retrying', '--limit', '5');
  expect(rows).toHaveLength(5);
  expect(rows.map(({ id }) => Number(id))).toEqual(
    rows.map(({ id }) => Number(id)).sort((a, b) => b - a),
  );
  const shown = await json('delivery', 'show', ...at, '--id', rows[0]?.id ?? '');
  expect(shown).toMatchObject({ id: rows[0]?.id, status: 'retrying' });
  expect(shown).toMatchObject({
    delivery_attempts: expect.arrayContaining([
      expect.objectContaining({ success: false, response_status: 500 }),
    ]),
  });
  expect(await gancho('delivery', 'show', ...at, '--id', '1')).toMatchObject({ code: 1 });
  const { out } = await gancho('delivery', 'list', ...at, '--limit', '2');
  expect(out).toMatch(
    /^id +resource +resource_id +event +status +attempts +response +created_at\n/,
  );
});

it('seals secrets anew', async () => {
  expect(await json('secrets', 'rotate')).toEqual({
    headers: 0,
    signing_secrets: 0,
    idempotent_answers: 0,
  });
});

it('migrates, purges, and says when all is well', async () => {
  expect(await json('migrate')).toEqual({ applied: [] });
  expect(await json('purge')).toMatchObject({ partitions_dropped: 0 });
  // No engine has run against this database.
  const { code, out } = await gancho('doctor', '--json');
  expect(code).toBe(1);
  const { checks } = JSON.parse(out) as { checks: { check: string; ok: boolean }[] };
  expect(checks.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(['engine']);
});

it('answers wrong usage with exit code 2 and how to use the command', async () => {
  for (const argv of [
    ['company', 'create'],
    ['company', 'create', '--nome', 'X'],
    ['project', 'create', '--company', 'abc', '--name', 'X'],
    ['user', 'create', '--email', 'a@b.co', '--role', 'boss', '--company', '1'],
    ['resource', 'create', '--company', '1', '--name', 'X', '--level', 'site', '--events', 'x'],
    ['event', 'publish', '--sample', '0'],
    ['event', 'publish', '--company', '1'],
  ]) {
    const result = await gancho(...argv, '--json');
    expect(result, argv.join(' ')).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain(`Usage: gancho ${argv[0]} ${argv[1]}`);
  }
  expect(await gancho('company', 'destroy')).toMatchObject({ code: 2, out: '' });
});

it('--help lists the commands, and one command’s flags', async () => {
  const all = await gancho('--help');
  expect(all).toMatchObject({ code: 0, err: '' });
  for (const name of ['company create', 'event publish', 'doctor']) expect(all.out).toContain(name);
  expect((await gancho('user', 'create', '--help')).out).toContain('--role admin|member|read_only');
});

it('writes aligned lines for people', async () => {
  const { out } = await gancho('company', 'list');
  const [head, first] = out.split('\n');
  expect(head).toMatch(/^id +name$/);
  expect(first).toMatch(/^\d+ {2,}Sample Construction Co\.$/);
});

it('removes the sample once', async () => {
  expect(await json('demo', 'remove')).toMatchObject({
    removed: { name: 'Sample Construction Co.' },
  });
  expect(await gancho('demo', 'remove')).toMatchObject({ code: 1, out: '' });
});
