import { asEngine } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import superjson from 'superjson';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCaller } from '@/server/trpc/root';
import { transformer } from '@/server/trpc/transformer';
import { fetchToken, openProduct, type Product } from './product';

/** Names that every JavaScript object has, in places where a publisher and a receiver may write any name. */
const database = useDatabase();
const NAMES = { constructor: 'Acme', prototype: '1', toString: 'x', hasOwnProperty: 'y' };
let product: Product;
let hooks: string;
let call: (path: string, body?: unknown) => Promise<{ status: number; data: never }>;

beforeAll(async () => {
  product = await openProduct(database.url);
  const { origin, companyId, projectId } = product;
  const token = await fetchToken(product);
  const tenant = `${origin}/rest/v2.0/companies/${companyId}`;
  hooks = `${tenant}/projects/${projectId}/webhooks/hooks`;
  call = async (address, body) => {
    const response = await fetch(address, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { data: never };
    return { status: response.status, data: answer.data };
  };
});
afterAll(() => product.close());

it('are kept, sent and shown as any others', async () => {
  const { companyId, projectId, origin, receiver, work, world } = product;
  receiver.respondWith({ status: 200, headers: NAMES });
  const created = await call(hooks, {
    payload_version: 'v4.0',
    namespace: 'procore',
    destination_url: `${receiver.url}/hostile`,
    destination_headers: NAMES,
  });
  expect(created.status).toBe(201);
  const { id } = created.data as { id: string };
  const trigger = { resource_name: 'RFIs', event_type: 'create' };
  expect((await call(`${hooks}/${id}/triggers`, trigger)).status).toBe(201);
  const published = await call(`${origin}/rest/v2.0/companies/${companyId}/events`, {
    resource_name: 'RFIs',
    event_type: 'create',
    resource_id: 1,
    project_id: projectId,
    data: NAMES,
  });
  expect(published.status).toBe(202);
  await work();

  const [request] = receiver.requests;
  expect(JSON.parse(request?.body.toString() ?? '')).toMatchObject({ data: NAMES });
  expect(request?.headers).toMatchObject({ constructor: 'Acme', prototype: '1' });
  const listed = await call(`${hooks}/${id}/deliveries`);
  expect(listed).toMatchObject({
    status: 200,
    data: [
      {
        payload: { data: NAMES },
        delivery_attempts: [{ response_headers: { constructor: 'Acme', prototype: '1' } }],
      },
    ],
  });
  const v1 = await call(
    `${origin}/rest/v1.0/webhooks/hooks/${id}/deliveries?company_id=${companyId}&project_id=${projectId}`,
  );
  expect(v1.status).toBe(200);

  // As they are sent to the console's pages.
  const tenant = { companyId, projectId, hookId: Number(id) };
  const caller = createCaller({ ...world.services, actor: { kind: 'operator' } });
  const page = await caller.deliveries.list(tenant);
  for (const seen of [
    page,
    await caller.deliveries.read({ ...tenant, deliveryIds: page.items.map((item) => item.id) }),
    await caller.hooks.get(tenant),
    await caller.hooks.list({ companyId, projectId }),
  ])
    expect(superjson.parse(superjson.stringify(seen))).toEqual(seen);
});

it('stores, sends and shows a header of the one name that objects lose, and the others with it', async () => {
  const { receiver, work } = product;
  // JSON.parse makes it a key. In a literal it would set the prototype.
  const headers = JSON.parse('{"__proto__":"a hidden value","X-Other":"another hidden value"}');
  const created = await call(hooks, {
    payload_version: 'v4.0',
    namespace: 'procore',
    destination_url: `${receiver.url}/proto`,
    destination_headers: headers,
  });
  const { id, destination_headers } = created.data as { id: string; destination_headers: object };
  const shown: [string, string][] = [
    ['__proto__', '*****value'],
    ['X-Other', '*****value'],
  ];
  expect(Object.entries(destination_headers)).toEqual(shown);
  await call(`${hooks}/${id}/triggers`, { resource_name: 'RFIs', event_type: 'create' });
  const sent = await call(`${hooks}/${id}/test`, {});
  await work();
  const request = receiver.requests.find(({ path }) => path === '/proto');
  const at = request?.rawHeaders.indexOf('__proto__') ?? -1;
  expect(request?.rawHeaders[at + 1]).toBe('a hidden value');
  const { companyId, projectId, world } = product;
  const caller = createCaller({ ...world.services, actor: { kind: 'operator' } });
  const { delivery_id } = sent.data as { delivery_id: string };
  const tenant = { companyId, projectId, hookId: Number(id) };
  const delivery = await caller.deliveries.get({ ...tenant, deliveryId: Number(delivery_id) });
  expect(delivery.attempts[0]?.requestHeaders).toEqual(expect.arrayContaining(shown));
});

const HOSTILE = '{"code":"http_status","params":{"constructor":"x"}}';
const HOSTILE_TIMING = '{"total":1,"constructor":2}';

it.each([
  { reason: '{"code":7}', error: '[]', timing: '{"totalMs":null}' },
  { reason: HOSTILE, error: HOSTILE, timing: HOSTILE_TIMING },
])('shows a row with damaged JSON, and says what is wrong with it: $reason', async (damaged) => {
  const { companyId, world } = product;
  const { reason, error, timing } = damaged;
  await asEngine(world.db, async (tx) => {
    await tx`UPDATE gancho.events SET metadata = '[1]', related_resources = '{}', data = '"x"' WHERE company_id = ${companyId}`;
    await tx`UPDATE gancho.deliveries SET reason = ${reason}::jsonb WHERE company_id = ${companyId}`;
    await tx`UPDATE gancho.attempts SET error = ${error}::jsonb, timing = ${timing}::json, request_headers = '"x"', response_headers = '[{}]'
      WHERE company_id = ${companyId}`;
    await tx`UPDATE gancho.hook_queue SET last_error = ${error}::jsonb WHERE company_id = ${companyId}`;
    await tx`UPDATE gancho.hooks SET past_payload_versions = '[null]' WHERE company_id = ${companyId}`;
  });
  const { deliveries, listed } = await readAll();
  expect(deliveries).toMatchObject([
    {
      reason: { code: 'unreadable' },
      attempts: [{ error: { code: 'unreadable' }, timing: {}, requestHeaders: [] }],
    },
  ]);
  expect(listed.items[0]).toMatchObject({ lastError: { code: 'unreadable' } });
});

it.each(['infinity', '-infinity', '0044-03-15 BC', '12026-01-01'])(
  'shows a row with a damaged time: %s',
  async (time) => {
    const { companyId, world } = product;
    await asEngine(world.db, async (tx) => {
      await tx`UPDATE gancho.events SET occurred_at = ${time}::timestamptz WHERE company_id = ${companyId}`;
      await tx`UPDATE gancho.deliveries SET last_attempt_at = ${time}::timestamptz, created_at = ${time}::timestamptz
        WHERE company_id = ${companyId}`;
      await tx`INSERT INTO gancho.discards (hook_id, delivery_id, company_id, is_lost)
        SELECT hook_id, id, company_id, true FROM gancho.deliveries WHERE company_id = ${companyId} ON CONFLICT DO NOTHING`;
      await tx`UPDATE gancho.delivery_counts SET lost = 1 WHERE company_id = ${companyId}`;
      await tx`UPDATE gancho.attempts SET started_at = ${time}::timestamptz WHERE company_id = ${companyId}`;
    });
    const { deliveries, listed } = await readAll();
    const at = deliveries[0]?.occurredAt.getTime();
    expect(deliveries[0]?.lastAttemptAt?.getTime()).toBe(at);
    expect(listed.items[0]?.lost?.from.getTime()).toBe(at);
  },
);

/** Reads the rows in every way. tRPC refuses some names. */
async function readAll() {
  const { companyId, projectId, world } = product;
  const { id } = (await call(hooks)).data[0] as { id: string };
  const tenant = { companyId, projectId, hookId: Number(id) };
  const caller = createCaller({ ...world.services, actor: { kind: 'operator' } });
  const list = await caller.deliveries.list(tenant);
  const deliveryIds = list.items.map((item) => item.id);
  const { items: deliveries } = await caller.deliveries.read({ ...tenant, deliveryIds });
  const listed = await caller.hooks.list({ companyId, projectId });
  for (const answer of [list, deliveries, listed]) transformer.output.serialize(answer);
  expect((await call(`${hooks}/${id}/deliveries`)).status).toBe(200);
  return { deliveries, listed };
}
