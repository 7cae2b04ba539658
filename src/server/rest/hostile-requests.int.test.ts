import { openRestWorld, type RestWorld } from '@tests/factories/rest-client';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';

const database = useDatabase();
let rest: RestWorld;
let hooks: string;

beforeAll(async () => {
  rest = await openRestWorld(database.url);
  const { companyId, projectId } = rest.tenant;
  hooks = `/rest/v2.0/companies/${companyId}/projects/${projectId}/webhooks/hooks`;
});
afterAll(() => rest.world.db.close());

const call = (method: string, address: string, body?: unknown) => {
  const [path = '', query = ''] = address.split('?');
  const options = body === undefined ? { query } : { query, body };
  return rest.client.call(method, path, rest.token, options);
};
const settings = {
  namespace: 'procore',
  payload_version: 'v4.0',
  destination_url: 'https://example.com/hooks',
};

it.each([
  ['client_secret'],
  ['CLIENT_SECRET'],
  ['client_secret[]'],
  ['client%5Fsecret'],
  ['clientSecret'],
])('refuses the address that has a secret as %s', async (name) => {
  for (const path of [hooks, '/rest/v1.0/me']) {
    const answer = await call('GET', `${path}?${name}=s3cret`);
    expect(answer).toMatchObject({ status: 400 });
    expect(JSON.stringify(answer.body)).not.toContain('s3cret');
  }
  for (const path of ['/oauth/token', '/oauth/revoke'])
    expect(await call('POST', `${path}?${name}=s3cret`, {})).toMatchObject({ status: 400 });
});

it('refuses a list of very many wrong values with one problem', async () => {
  const triggers = `${hooks}/1/triggers/bulk`;
  for (const [path, field] of [
    [hooks, 'destination_headers'],
    [triggers, 'createTriggers'],
  ] as const) {
    const answer = await call('POST', path, { ...settings, [field]: Array(100_000).fill(0) });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: [{ reason_code: 'TOO_MANY' }] } },
    });
  }
});

it('names a header without a text, and one that is given as __proto__', async () => {
  const headers = JSON.parse('{"__proto__":5,"X-Key":{},"X-Other":"v"}');
  const answer = await call('POST', hooks, { ...settings, destination_headers: headers });
  const at = (name: string) => ({
    field: `destination_headers.${name}`,
    reason_code: 'INVALID_TYPE',
  });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { details: [at('__proto__'), at('X-Key')] } },
  });
});

it.each(['*****', 'Bearer *****ue777', '****ue777', 'Basic ***'])(
  'refuses the mask %s that stands for nothing',
  async (value) => {
    const made = await call('POST', hooks, {
      ...settings,
      destination_headers: { Authorization: 'Bearer the-real-value777' },
    });
    const { id } = (made.body as { data: { id: string } }).data;
    const change = { destination_headers: { authorization: value } };
    expect(await call('PATCH', `${hooks}/${id}`, change)).toMatchObject({
      status: 400,
      body: { error: { details: [{ reason_code: 'MASKED' }] } },
    });
  },
);

it('refuses half of a character in a text of a hook', async () => {
  const destination_url = 'https://example.com/\ud800';
  expect(await call('POST', hooks, { ...settings, destination_url })).toMatchObject({
    status: 400,
    body: { error: { details: [{ field: 'destination_url', reason_code: 'INVALID_UTF8' }] } },
  });
});

it('keeps the head of a page short, however long its query is', async () => {
  const made = await call('POST', hooks, settings);
  const { id } = (made.body as { data: { id: string } }).data;
  for (const times of [10, 60, 150]) {
    const query = '&filter[resource_name]=RFIs'.repeat(times);
    const answer = await call('GET', `${hooks}/${id}/deliveries?page=2${query}`);
    expect(answer.status).toBe(200);
    expect(String(answer.headers.link ?? '').length).toBeLessThan(6_001);
  }
  expect(await call('GET', `${hooks}/${id}/deliveries?page=9007199254740991`)).toMatchObject({
    status: 400,
    body: { error: { details: [{ field: 'page' }] } },
  });
});
