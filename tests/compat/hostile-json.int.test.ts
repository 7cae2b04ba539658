import { useDatabase } from '@tests/support/database';
import fc from 'fast-check';
import superjson from 'superjson';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportDeliveriesInput } from '@/contracts/deliveries';
import { exportDeliveries } from '@/server/services/delivery-history';
import { createCaller } from '@/server/trpc/root';
import { fetchToken, openProduct, type Product } from './product';

const database = useDatabase();
let product: Product;
let hooks: string;
let events: string;
let authorization: string;

beforeAll(async () => {
  product = await openProduct(database.url, {
    hourly: 1_000_000,
    burst: 1_000_000,
    publishPerSecond: null,
  });
  const { origin, companyId, projectId } = product;
  authorization = `Bearer ${await fetchToken(product)}`;
  events = `${origin}/rest/v2.0/companies/${companyId}/events`;
  hooks = `${origin}/rest/v2.0/companies/${companyId}/projects/${projectId}/webhooks/hooks`;
});
afterAll(() => product.close());

async function call(address: string, body?: string) {
  const response = await fetch(address, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
}

async function newHook(payloadVersion: string): Promise<string> {
  const hook = {
    payload_version: payloadVersion,
    namespace: 'hostile',
    destination_url: `${product.receiver.url}/${payloadVersion}`,
  };
  const { id } = JSON.parse((await call(hooks, JSON.stringify(hook))).text).data as { id: string };
  const trigger = { resource_name: 'RFIs', event_type: 'create' };
  expect((await call(`${hooks}/${id}/triggers`, JSON.stringify(trigger))).status).toBe(201);
  return id;
}

const anyText = fc.string({ unit: 'binary', maxLength: 12 });
const withoutNul = anyText.map((text) => text.replaceAll('\0', ''));
const name = fc.oneof(
  withoutNul,
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'toJSON',
    'json',
    'meta',
    'id',
  ),
);
const space = fc.constantFrom('', ' ', '\n\t');
const number = fc.oneof(
  fc.bigInt().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    '12345678901234567890',
    '1.10',
    '-0.0',
    '1E+2',
    '1e-400',
    '0.1000000000000000055511151231257827',
  ),
);
/** JSON as people, libraries and attackers write it, not only as one printer does. */
const { value: jsonText } = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(
      number,
      fc.constantFrom('true', 'false', 'null'),
      withoutNul.map((t) => JSON.stringify(t)),
      fc.constantFrom('"\\u00e9\\/\\ud800"'),
    ),
    tie('object'),
    tie('array'),
  ),
  array: fc
    .array(fc.tuple(space, tie('value')), { maxLength: 4 })
    .map((items) => `[${items.map(([gap, item]) => gap + item).join(',')}]`),
  object: fc
    .array(fc.tuple(space, name, tie('value')), { maxLength: 4 })
    .map(
      (members) =>
        `{${members.map(([gap, key, value]) => `${gap}${JSON.stringify(key)}:${gap}${value}`).join(',')}}`,
    ),
}));
const objectText = fc
  .tuple(name, jsonText, jsonText)
  .map(([key, one, other]) => `{ "a" :${one},${JSON.stringify(key)}: ${other}}`);

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const headerName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'X-Id'),
  fc.string({ minLength: 1, maxLength: 10 }).filter((text) => TOKEN.test(text)),
);
const headerBytes = fc
  .uint8Array({ maxLength: 20 })
  .map((bytes) => Buffer.from(bytes.filter((byte) => byte >= 0x20 && byte !== 0x7f)));
const answer = fc.record({
  status: fc.constantFrom(200, 202, 204),
  headers: fc.array(fc.tuple(headerName, headerBytes), { maxLength: 6 }),
  body: fc.uint8Array({ maxLength: 200 }),
});

type Answer = { status: number; headers: [string, Buffer][]; body: Uint8Array };
function asRaw({ status, headers, body }: Answer): Buffer {
  const sent = status === 204 ? Buffer.alloc(0) : Buffer.from(body);
  const own = headers.filter(
    ([each]) => !/^(content-length|transfer-encoding|connection|upgrade)$/i.test(each),
  );
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} X\r\n`),
    ...own.map(([each, value]) =>
      Buffer.concat([Buffer.from(`${each}: `), value, Buffer.from('\r\n')]),
    ),
    Buffer.from(status === 204 ? '\r\n' : `content-length: ${sent.length}\r\n\r\n`),
    sent,
  ]);
}

it('arrives as it was published and is shown, for every text and every answer', async () => {
  const { companyId, projectId, receiver, world, work } = product;
  const ids = { 'v2.0': await newHook('v2.0'), 'v4.0': await newHook('v4.0') };
  const caller = createCaller({ ...world.services, actor: { kind: 'operator' } });
  await fc.assert(
    fc.asyncProperty(objectText, objectText, answer, async (data, metadata, answered) => {
      const before = receiver.requests.length;
      receiver.respondWith({ raw: asRaw(answered) });
      const published = await call(
        events,
        `[{"resource_name":"RFIs","event_type":"create","resource_id":1,"project_id":${projectId},"data":${data},"metadata":${metadata}}]`,
      );
      expect(published).toMatchObject({ status: 202 });
      await work();

      const sent = receiver.requests.slice(before);
      const classic = sent.find(({ path }) => path.endsWith('v2.0'))?.body.toString() ?? '';
      const strings = sent.find(({ path }) => path.endsWith('v4.0'))?.body.toString() ?? '';
      expect(strings).toContain(`"data":${data}}`);
      const kept = new Map(Object.entries(JSON.parse(classic).metadata as object));
      for (const [key, value] of Object.entries(JSON.parse(metadata) as object))
        expect(JSON.stringify(kept.get(key)), key).toBe(JSON.stringify(value));

      for (const [version, id] of Object.entries(ids)) {
        const body = version === 'v2.0' ? classic : strings;
        const tenant = { companyId, projectId, hookId: Number(id) };
        const [newest] = (await caller.deliveries.list(tenant)).items;
        const deliveryIds = [newest?.id ?? 0];
        const [read] = (await caller.deliveries.read({ ...tenant, deliveryIds })).items;
        expect(read?.payload).toBe(body);
        const panel = await caller.deliveries.get({ ...tenant, deliveryId: newest?.id ?? 0 });
        for (const seen of [newest, read, panel])
          expect(superjson.parse(superjson.stringify(seen))).toEqual(seen);
        const shown = await Promise.all([
          call(`${hooks}/${id}/deliveries?per_page=1`),
          call(`${hooks}/${id}/deliveries/${newest?.id}`),
          call(
            `${product.origin}/rest/v1.0/webhooks/hooks/${id}/deliveries?company_id=${companyId}&project_id=${projectId}&page_size=1`,
          ),
        ]);
        for (const { status, text } of shown) {
          expect(status).toBe(200);
          expect(text).toContain(body);
          JSON.parse(text);
        }
        const input = exportDeliveriesInput.parse(tenant);
        const exported: unknown[] = [];
        for await (const rows of exportDeliveries({ ctx: world.ctx, input }))
          exported.push(...rows.map(({ id }) => id));
        expect(exported[0]).toBe(newest?.id);
      }
    }),
    { numRuns: 40 },
  );
});

it.each([
  ['data', '{"a":1}'],
  ['data', '{not json'],
  ['metadata', '{"a":1e400}'],
  ['related_resources', '[not json'],
])('a text instead of %s is refused, and nothing arrives: %s', async (field, text) => {
  const { projectId, receiver, work } = product;
  const id = await newHook('v4.0');
  const before = receiver.requests.length;
  const event = {
    resource_name: 'RFIs',
    event_type: 'create',
    resource_id: 1,
    project_id: projectId,
    [field]: text,
  };
  const published = await call(events, JSON.stringify(event));
  expect(published.status).toBe(400);
  expect(JSON.parse(published.text).error.details).toMatchObject([{ index: 0, field }]);
  await work();
  expect(receiver.requests.slice(before)).toEqual([]);
  expect(JSON.parse((await call(`${hooks}/${id}/deliveries`)).text).data).toEqual([]);
});
