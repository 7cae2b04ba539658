import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { asEngine, createWorld, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { freePort } from '@tests/support/free-port.mjs';
import { type InngestCaller, startInngestCaller } from '@tests/support/inngest-caller';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { type PgBouncer, startPgBouncer } from '@tests/support/pgbouncer';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayOfDate } from '@/domain/ids';
import { ensureNextBuild } from '@/launcher/build.mjs';
import { withWorkLock } from '@/launcher/work-lock.mjs';
import type { FunctionPlan } from '@/server/inngest/embedded/plan';
import { runBody, signedRequest, VERSION_UNDECIDED } from '@/server/inngest/embedded/protocol';
import { deliveriesDue, eventsRecorded } from '@/server/inngest/events';
import { createClient } from '@/server/services/api-clients';
import { createCompany } from '@/server/services/companies';
import { createProject } from '@/server/services/projects';
import {
  type Deployment,
  removeDeployment,
  stageDeployment,
  startDeployment,
} from './serverless-deployment';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const MINUTES_3 = 180_000;
const RETENTION_DAYS = 28;
const KEYS = {
  eventKey: 'event-key',
  signingKey: `signkey-test-${randomBytes(32).toString('hex')}`,
};

const database = useDatabase();
let world: World;
let pooler: PgBouncer;
let caller: InngestCaller;
let receiver: Receiver;
let folder: string;
let deployment: Deployment;
let address: string;
let companyId: number;
let projectId: number;
let token: string;
let plans: FunctionPlan[];

beforeAll(async () => {
  await withWorkLock(ROOT, () => ensureNextBuild(ROOT));
  folder = await stageDeployment(ROOT);
  pooler = await startPgBouncer(database.url);
  caller = await startInngestCaller(KEYS);
  receiver = await startReceiver();
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  deployment = startDeployment({
    folder,
    port,
    env: {
      VERCEL: '1',
      VERCEL_ENV: 'production',
      PORT: String(port),
      GANCHO_PUBLIC_URL: address,
      DATABASE_URL: pooler.url,
      DATABASE_URL_UNPOOLED: database.url,
      GANCHO_SECRET_KEY: randomBytes(32).toString('base64'),
      GANCHO_ADMIN_EMAIL: 'admin@example.com',
      GANCHO_ADMIN_PASSWORD: 'a long enough password',
      GANCHO_ALLOWED_PRIVATE_DESTINATIONS: '127.0.0.0/8',
      INNGEST_EVENT_KEY: KEYS.eventKey,
      INNGEST_SIGNING_KEY: KEYS.signingKey,
      INNGEST_BASE_URL: caller.url,
    },
  });
  await vi.waitUntil(() => deployment.output().includes('Ready in'), { timeout: PATIENCE_MS });
  world = createWorld(database.url);
  const { ctx } = world;
  companyId = (await createCompany({ ctx, input: { name: 'Acme' } })).id;
  projectId = (await createProject({ ctx, input: { companyId, name: 'Tower' } })).id;
  const client = await createClient({ ctx, input: { companyId, name: 'Test' } });
  const issued = await call('POST', '/oauth/token', {
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
  });
  token = issued.access_token as string;
  plans = await caller.sync(`${address}/api/inngest`);
}, MINUTES_3);

afterAll(async () => {
  deployment?.process.kill('SIGTERM');
  await deployment?.ended;
  await caller?.close();
  await receiver?.close();
  await pooler?.stop();
  await world?.db.close();
  if (folder) await removeDeployment(folder);
}, MINUTES_3);

beforeEach(() => {
  receiver.requests.length = 0;
  receiver.respondWith({ status: 204 });
});

type Json = Record<string, unknown>;

async function call(method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok)
    throw new Error(`${answer.status}: ${await answer.text()}\n${deployment.output()}`);
  return (await answer.json()) as Json;
}

const hooksPath = () => `/rest/v2.0/companies/${companyId}/projects/${projectId}/webhooks/hooks`;

async function createHook(event: 'create' | 'update' | 'delete') {
  const { data } = await call('POST', hooksPath(), {
    namespace: 'test',
    payload_version: 'v4.0',
    destination_url: `${receiver.url}/${event}`,
  });
  const hook = data as { id: string; signing_secret: string };
  const trigger = { resource_name: 'RFIs', event_type: event };
  await call('POST', `${hooksPath()}/${hook.id}/triggers`, trigger);
  return hook;
}

async function publish(event: string, resourceIds: number[]): Promise<{ ulid: string }[]> {
  const events = resourceIds.map((id) => ({
    resource_name: 'RFIs',
    resource_id: id,
    event_type: event,
    project_id: projectId,
  }));
  const { data } = await call('POST', `/rest/v2.0/companies/${companyId}/events`, events);
  return data as { ulid: string }[];
}

async function deliveriesOf(hookId: string): Promise<{ status: string }[]> {
  const { data } = await call('GET', `${hooksPath()}/${hookId}/deliveries`);
  return data as { status: string }[];
}

const statusesOf = async (hookId: string) =>
  (await deliveriesOf(hookId)).map(({ status }) => status);

describe('next start alone, behind a transaction pooler, run by Inngest', () => {
  it('registers its functions under the address of the request', () => {
    const names = ['dispatch', 'deliver', 'sweep', 'purge', 'recover', 'notify'];
    const ids = names.map((id) => `gancho-${id}`);
    expect(plans.map(({ id }) => id).sort()).toEqual(ids.sort());
    for (const { url } of plans) expect(url).toContain(`${address}/api/inngest?`);
  });

  it.each(['/sign-in', '/openapi.json', '/api/auth/csrf'])(
    'serves %s from the files that its trace names',
    async (path) => {
      expect((await fetch(`${address}${path}`)).status).toBe(200);
    },
  );

  it('refuses a call without a signature, with another key, or with an old one, and runs nothing', async () => {
    const endpoint = `${address}/api/inngest`;
    const event = { name: deliveriesDue.name, id: 'x', ts: Date.now(), data: {} };
    const url = `${endpoint}?fnId=gancho-deliver&stepId=step`;
    const run = { url, event, runId: 'x', attempt: 0, attemptsMax: 1, version: VERSION_UNDECIDED };
    const sign = (method: 'POST' | 'PUT', to: string, signing: { key?: string; ageMs?: number }) =>
      signedRequest(method, to, method === 'PUT' ? {} : runBody(run), {
        signingKey: signing.key ?? KEYS.signingKey,
        nowMs: Date.now() - (signing.ageMs ?? 0),
      });
    const stranger = `signkey-test-${'0'.repeat(64)}`;
    const unsigned = sign('POST', url, {});
    unsigned.headers.delete('x-inngest-signature');
    const refused = [
      unsigned,
      new Request(endpoint, { method: 'PUT', body: '{}' }),
      sign('POST', url, { key: stranger }),
      sign('PUT', endpoint, { key: stranger }),
      sign('POST', url, { ageMs: 3_600_000 }),
    ];
    for (const request of refused) {
      const response = await fetch(request);
      expect(response.ok).toBe(false);
      expect(await response.text()).not.toContain('attempted');
    }
    expect((await fetch(sign('POST', url, {}))).status).toBe(200);
  });

  it('is not healthy before the first sweep, and healthy after it', async () => {
    expect((await fetch(`${address}/api/health`)).status).toBe(503);
    expect((await fetch(`${address}/livez`)).status).toBe(200);
    expect(await caller.fireCron('gancho-sweep')).toMatchObject({ outcome: 'done' });
    // The health check from before the sweep is shared for 50 ms.
    await vi.waitFor(async () =>
      expect(await call('GET', '/readyz')).toMatchObject({
        status: 'ok',
        engine: 'inngest',
        reasons: [],
        warnings: [],
      }),
    );
  });

  it('delivers published events', async () => {
    const hook = await createHook('create');
    const before = await pooler.transactionCount();
    const [event] = await publish('create', [1]);
    const [request] = await receiver.waitFor(1);
    expect(request?.headers['webhook-id']).toBe(`${event?.ulid}_${hook.id}`);
    new Webhook(hook.signing_secret).verify(request?.body.toString() ?? '', request?.headers ?? {});
    await vi.waitFor(async () => expect(await statusesOf(hook.id)).toEqual(['delivered']), {
      timeout: PATIENCE_MS,
    });
    expect(await pooler.transactionCount()).toBeGreaterThan(before);
  });

  it('tries again when it is due, with Inngest as the timer', async () => {
    const hook = await createHook('update');
    receiver.respondWith((_request, index) => ({ status: index === 0 ? 503 : 204 }));
    await publish('update', [1]);
    await receiver.waitFor(2, 10_000);
    await vi.waitFor(async () => expect(await statusesOf(hook.id)).toEqual(['delivered']), {
      timeout: PATIENCE_MS,
    });
    const [first, second] = receiver.requests;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    await caller.idle();
    const timed = caller.runs.filter(({ event }) => event.id.startsWith(`${deliveriesDue.name}@`));
    expect(timed.length).toBeGreaterThan(0);
    for (const { event, startedAtMs } of timed)
      expect(startedAtMs).toBeGreaterThanOrEqual(event.ts);
  });

  it('delivers events that are published at once, each exactly once', async () => {
    const hook = await createHook('delete');
    const batches = Array.from({ length: 20 }, (_, batch) =>
      publish(
        'delete',
        Array.from({ length: 10 }, (_, i) => batch * 10 + i),
      ),
    );
    const stored = (await Promise.all(batches)).flat();
    await receiver.waitFor(stored.length, 15_000);
    await caller.idle();
    const arrived = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(arrived.sort()).toEqual(stored.map(({ ulid }) => `${ulid}_${hook.id}`).sort());
  });

  it('the sweep finds the work of a lost announcement', async () => {
    caller.loseEvents(true);
    const sent = caller.events.length;
    await publish('create', [2]);
    await vi.waitUntil(() => caller.events.length > sent, { timeout: PATIENCE_MS });
    expect(caller.events.at(-1)?.name).toBe(eventsRecorded.name);
    caller.loseEvents(false);
    await caller.fireCron('gancho-sweep');
    const [request] = await receiver.waitFor(1);
    expect(JSON.parse(request?.body.toString() ?? '{}')).toMatchObject({ resource_id: '2' });
  });

  it('purges: makes the coming days and drops those past the retention', async () => {
    const today = dayOfDate(Date.now());
    await world.db.engine`SELECT gancho.create_partitions(${today - RETENTION_DAYS - 1}::integer)`;
    const days = () =>
      asEngine(world.db, async (tx) => {
        const rows = await tx<{ name: string }[]>`
          SELECT inhrelid::regclass::text AS name FROM pg_inherits
          WHERE inhparent = 'gancho.deliveries'::regclass ORDER BY 1`;
        return rows.map(({ name }) => name);
      });
    const before = await days();
    expect(await caller.fireCron('gancho-purge')).toMatchObject({ outcome: 'done', attempts: 1 });
    const after = await days();
    expect(before.filter((name) => !after.includes(name))).toHaveLength(1);
  });

  it('needed no second try of any run, wrote nothing to its tree, and is healthy at the end', async () => {
    await caller.idle();
    expect(caller.runs.filter((run) => run.outcome !== 'done' || run.attempts > 1)).toEqual([]);
    expect(await call('GET', '/api/health')).toMatchObject({ status: 'ok' });
    const complaints = deployment
      .output()
      .split('\n')
      .filter((line) => /⨯|EACCES|EROFS|"level":(40|50|60)/.test(line));
    // The messages about the requests with bad signatures above.
    expect(complaints.filter((line) => !line.includes('Signature validation failed'))).toEqual([]);
  });
});
