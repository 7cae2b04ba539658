import { fetchToken, openProduct, type Product } from '@tests/compat/product';
import { asEngine } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOPS_MAX } from '@/domain/limits';

const database = useDatabase();
let product: Product;
let token: string;

beforeEach(async () => {
  product = await openProduct(database.url);
  token = await fetchToken(product);
});
afterEach(() => product.close());

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(
    `${product.origin}/rest/v2.0/companies/${product.companyId}${path}`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    },
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const rfi = () => ({
  resource_name: 'RFIs',
  resource_id: 1,
  event_type: 'create',
  project_id: product.projectId,
});

const createHook = (change: object = {}) =>
  post(`/projects/${product.projectId}/webhooks/hooks`, {
    namespace: 'erp',
    payload_version: 'v4.0',
    destination_url: product.receiver.url,
    ...change,
  });

async function createSelectingHook() {
  const { body } = await createHook();
  const { id } = body.data as { id: string };
  const hook = `/projects/${product.projectId}/webhooks/hooks/${id}`;
  await post(`${hook}/triggers`, { resource_name: 'RFIs', event_type: 'create' });
  return hook;
}

const storedHops = () =>
  asEngine(product.world.db, async (tx) => {
    const rows = await tx<{ hops: number }[]>`
      SELECT hops FROM gancho.events WHERE company_id = ${product.companyId} ORDER BY id`;
    return rows.map(({ hops }) => hops);
  });

describe('a receiver that publishes again the event that it got', () => {
  it('is stopped, with the reason, when it passes on the number of hops', async () => {
    await createSelectingHook();
    const answers: ReturnType<typeof post>[] = [];
    product.receiver.respondWith(({ headers }) => {
      answers.push(post('/events', rfi(), { 'webhook-hops': headers['webhook-hops'] ?? '' }));
      return {};
    });
    await post('/events', rfi());
    for (let turn = 1; turn <= 2 * HOPS_MAX; turn += 1) {
      await product.work();
      await Promise.all(answers);
    }

    const counts = Array.from({ length: HOPS_MAX + 1 }, (_, index) => index);
    expect(await storedHops()).toEqual(counts);
    const sent = product.receiver.requests.map(({ headers }) => headers['webhook-hops']);
    expect(sent).toEqual(counts.map((hops) => String(hops + 1)));
    const told = await Promise.all(answers);
    expect(told.map(({ status }) => status)).toEqual([...Array(HOPS_MAX).fill(202), 400]);
    expect(told.at(-1)?.body).toMatchObject({
      error: {
        message: expect.stringMatching(
          /^webhook-hops: is over 5: .* in a loop\. .*publish no more/,
        ),
        details: [{ reason_code: 'TOO_MANY_HOPS', field: 'webhook-hops' }],
      },
    });
  });

  it('may publish a batch, of which nothing is written after too many hops', async () => {
    const batch = [rfi(), rfi()];
    expect((await post('/events', batch, { 'webhook-hops': String(HOPS_MAX) })).status).toBe(202);
    const refused = await post('/events', batch, { 'webhook-hops': String(HOPS_MAX + 1) });
    expect(refused.status).toBe(400);
    expect(await storedHops()).toEqual([HOPS_MAX, HOPS_MAX]);
  });
});

it.each(['-1', '1.5', 'many', '1, 2'])('refuses "%s" as a number of hops', async (hops) => {
  const { status, body } = await post('/events', rfi(), { 'webhook-hops': hops });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    error: {
      message: expect.stringMatching(/^webhook-hops: must be a whole number/),
      details: [{ field: 'webhook-hops' }],
    },
  });
  expect(await storedHops()).toEqual([]);
});

it('sends an event again with its number, and a test with 1', async () => {
  const hook = await createSelectingHook();
  await post('/events', rfi(), { 'webhook-hops': '3' });
  await product.work();
  const list = await fetch(
    `${product.origin}/rest/v2.0/companies/${product.companyId}${hook}/deliveries`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  const { data } = (await list.json()) as { data: { id: string }[] };
  expect((await post(`${hook}/deliveries/${data[0]?.id}/redeliver`, {})).status).toBe(202);
  await product.work();
  expect((await post(`${hook}/test`, {})).status).toBe(202);
  await product.work();
  const sent = product.receiver.requests.map(({ headers }) => headers['webhook-hops']);
  expect(sent).toEqual(['4', '4', '1']);
});

it('no hook can set the number by its own header', async () => {
  const { status, body } = await createHook({ destination_headers: { 'Webhook-Hops': '0' } });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    error: {
      details: [{ reason_code: 'NAME_RESERVED', field: 'destination_headers.Webhook-Hops' }],
    },
  });
});
