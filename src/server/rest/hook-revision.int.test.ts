import { createRestClient } from '@tests/factories/rest-client';
import { createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SCOPES } from '@/domain/scopes';
import { createClient } from '@/server/services/api-clients';

const database = useDatabase();
let world: World;
let rest: ReturnType<typeof createRestClient>;
let hooks: string;
let token: string;

beforeAll(async () => {
  world = createWorld(database.url);
  rest = createRestClient(world);
  const { companyId, projectId } = await insertCompany(world);
  hooks = `/rest/v2.0/companies/${companyId}/projects/${projectId}/webhooks/hooks`;
  const input = { companyId, name: 'Ana of the ERP', scopes: SCOPES };
  const { clientId, clientSecret } = await createClient({ ctx: world.ctx, input });
  const body = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  };
  const answer = await rest.call('POST', '/oauth/token', null, { body });
  token = (answer.body as { access_token: string }).access_token;
});
afterAll(() => world.db.close());

async function aHook() {
  const body = {
    namespace: 'erp',
    payload_version: 'v4.0',
    destination_url: 'https://example.com/a',
  };
  const made = await rest.call('POST', hooks, token, { body });
  const { id } = (made.body as { data: { id: string } }).data;
  return { path: `${hooks}/${id}`, etag: made.headers.etag ?? '' };
}
const patch = (path: string, body: object, tag?: string) =>
  rest.call('PATCH', path, token, { body, headers: tag === undefined ? {} : { 'if-match': tag } });

it('refuses a change of a hook that has changed since, and says who changed what', async () => {
  const { path, etag } = await aHook();
  expect((await rest.call('GET', path, token)).headers.etag).toBe(etag);
  const first = await patch(path, { destination_url: 'https://example.com/b', name: 'B' }, etag);
  expect(first.status).toBe(200);
  expect(first.headers.etag).not.toBe(etag);

  const refused = await patch(path, { destination_url: 'https://example.com/c' }, etag);
  expect(refused).toMatchObject({
    status: 412,
    body: {
      error: {
        code: 'PRECONDITION_FAILED',
        message: expect.stringContaining('by Ana of the ERP at 20'),
        details: expect.arrayContaining([
          expect.objectContaining({ field: 'destination_url', reason_code: 'CHANGED' }),
          expect.objectContaining({ field: 'name', reason_code: 'CHANGED' }),
        ]),
      },
    },
  });
  const shown = await rest.call('GET', path, token);
  expect(shown.body).toMatchObject({ data: { destination_url: 'https://example.com/b' } });

  expect((await patch(path, { name: 'C' }, `W/${first.headers.etag}`)).status).toBe(200);
  for (const tag of ['*', undefined])
    expect((await patch(path, { name: 'D' }, tag)).status).toBe(200);
});

it('counts a change of the selection', async () => {
  const { path, etag } = await aHook();
  const body = { resource_name: 'RFIs', event_type: 'create' };
  const added = await rest.call('POST', `${path}/triggers`, token, { body });
  expect(added.status).toBe(201);
  const refused = await patch(path, { name: 'C' }, etag);
  expect(refused).toMatchObject({
    status: 412,
    body: { error: { details: [{ field: 'triggers', reason_code: 'CHANGED' }] } },
  });
});

it.each(['x', '"a", "b"', ''])('refuses a tag that is none: %s', async (tag) => {
  const { path } = await aHook();
  const answer = await patch(path, { name: 'D' }, tag);
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { details: [{ field: 'If-Match' }] } },
  });
});
