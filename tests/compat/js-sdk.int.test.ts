import { client, info, oauth, revoke } from '@procore/js-sdk';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchToken, openProduct, type Product } from './product';

const database = useDatabase();
let product: Product;
let token: string;
let sdk: ReturnType<typeof client>;

beforeAll(async () => {
  product = await openProduct(database.url);
  token = await fetchToken(product);
  sdk = client(
    oauth(token),
    {},
    { apiHostname: product.origin, defaultVersion: 'v1.0', defaultCompanyId: product.companyId },
  );
});
afterAll(() => product.close());

const HOOKS = '/webhooks/hooks';
const TRIGGERS = '/webhooks/hooks/{hook_id}/triggers';

/** The SDK rejects with the answer itself. */
const refusal = (request: Promise<unknown>) =>
  request.then(
    () => {
      throw new Error('The SDK took it for a success.');
    },
    (answer: { body: unknown; response: Response }) => ({
      status: answer.response?.status,
      body: answer.body,
    }),
  );

describe('@procore/js-sdk 4.0.2', () => {
  it('goes through the whole life of a hook', async () => {
    const company_id = product.companyId;
    const project_id = product.projectId;
    const created = await sdk.post(
      { base: HOOKS },
      {
        project_id,
        hook: {
          api_version: 'v2',
          namespace: 'your-integration-name',
          destination_url: product.receiver.url,
          destination_headers: { Authorization: 'Bearer quiet-river-stone' },
        },
      },
    );
    const hook_id = created.body.id as number;
    expect(created.body).toMatchObject({
      id: expect.any(Number),
      owned_by_company_id: company_id,
      owned_by_project_id: project_id,
      destination_headers: { Authorization: '*****stone' },
    });

    const qs = { company_id, project_id };
    const listed = await sdk.get({ base: HOOKS, qs: { project_id, namespace: '*' } });
    expect(listed.response.headers.get('Total')).toBe('1');
    expect(listed.body).toMatchObject([{ id: hook_id }]);

    const triggers = await sdk.post(
      { base: TRIGGERS, params: { hook_id }, action: 'bulk' },
      {
        project_id,
        api_version: 'v2',
        triggers: [
          { resource_name: 'RFIs', event_type: 'create' },
          { resource_name: 'Submittals', event_type: 'update' },
        ],
      },
    );
    const [rfis, submittals] = triggers.body.success as { id: number }[];
    const one = await sdk.post(
      { base: TRIGGERS, params: { hook_id } },
      {
        project_id,
        api_version: 'v2',
        trigger: { resource_name: 'Drawings', event_type: 'create' },
      },
    );
    expect(one.response.status).toBe(201);
    expect((await sdk.get({ base: TRIGGERS, params: { hook_id }, qs })).body).toHaveLength(3);

    await product.deliver({ resource_name: 'RFIs', event_type: 'create' }, 'project');
    const [received] = product.receiver.requests;
    expect(received?.headers.authorization).toBe('Bearer quiet-river-stone');
    expect(JSON.parse(received?.body.toString() ?? '')).toMatchObject({
      event_type: 'create',
      resource_name: 'RFIs',
      project_id,
    });
    // `filters[status]` is sent as `filters%5Bstatus%5D`.
    const deliveries = (status: string) =>
      sdk.get({
        base: '/webhooks/hooks/{hook_id}/deliveries',
        params: { hook_id },
        qs: { ...qs, filters: { status } },
      });
    expect((await deliveries('successful')).body).toMatchObject([{ outcome: 'ok' }]);
    expect((await deliveries('failing')).body).toEqual([]);

    const renamed = await sdk.patch(
      { base: HOOKS, params: { id: hook_id } },
      { project_id, hook: { namespace: 'another-name' } },
    );
    expect(renamed.body).toMatchObject({ namespace: 'another-name' });

    const removed = await sdk.delete(
      { base: TRIGGERS, params: { hook_id }, action: 'bulk' },
      { project_id, triggers: [rfis?.id] },
    );
    expect(removed.body).toEqual({ success: [rfis?.id] });
    const trigger = { base: TRIGGERS, params: { hook_id, id: submittals?.id }, qs };
    expect((await sdk.delete(trigger)).response.status).toBe(200);
    // An empty 200 would reject with a SyntaxError.
    expect((await sdk.delete({ base: HOOKS, params: { id: hook_id }, qs })).body).toEqual({});
    expect((await sdk.get({ base: HOOKS, qs })).body).toEqual([]);
  });

  it('uses v2.0, with an empty 204', async () => {
    const base = `/companies/${product.companyId}/webhooks/hooks`;
    const created = await sdk.post(
      { base, version: 'v2.0' },
      { payload_version: 'v4.0', namespace: 'acme', destination_url: product.receiver.url },
    );
    const { id } = created.body.data as { id: string };
    expect((await sdk.get({ base, params: { id }, version: 'v2.0' })).body).toMatchObject({
      data: { id, payload_version: 'v4.0' },
    });
    const gone = await sdk.delete({ base, params: { id }, version: 'v2.0' });
    expect(gone.response.status).toBe(204);
  });

  it('gets every refusal as JSON', async () => {
    expect(await refusal(sdk.get({ base: TRIGGERS, params: { hook_id: 7 } }))).toMatchObject({
      status: 404,
      body: { errors: expect.any(String) },
    });
    expect(await refusal(sdk.post({ base: HOOKS }, { hook: { api_version: 'v2' } }))).toMatchObject(
      {
        status: 400,
        body: { errors: { destination_url: [expect.any(String)] } },
      },
    );
    const stranger = client(oauth('nobody'), {}, product.origin);
    expect(await refusal(stranger.get({ base: '/me' }))).toMatchObject({
      status: 401,
      body: { error: { code: 'UNAUTHORIZED' } },
    });
    expect(await refusal(sdk.put({ base: HOOKS }, {}))).toMatchObject({ status: 405 });
  });

  it('asks about its token and ends it', async () => {
    const doomed = await fetchToken(product);
    expect(await info(doomed, product.origin)).toMatchObject({ company_id: product.companyId });
    const ended = { token: doomed, clientId: product.clientId, clientSecret: product.clientSecret };
    expect(await revoke(ended, product.origin)).toEqual({});
    expect(await info(doomed, product.origin)).toMatchObject({ error: 'unauthorized' });
  });
});
