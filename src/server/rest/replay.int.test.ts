import { namingsOf, restCall } from '@tests/access/rest-calls';
import { createRestClient } from '@tests/factories/rest-client';
import { asEngine, createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oauth } from '@/contracts/rest/oauth';
import { SCOPES, type Scope } from '@/domain/scopes';
import { hashToken } from '@/server/gateways/hashing';
import { createClient } from '@/server/services/api-clients';
import { claimKey, keepAnswer } from '@/server/services/idempotency';
import type { ClientActor } from './route';
import { ROUTES } from './routes';

const database = useDatabase();
let world: World;
let rest: ReturnType<typeof createRestClient>;
let tenant: { companyId: number; projectId: number };

beforeAll(async () => {
  world = createWorld(database.url);
  rest = createRestClient(world);
  tenant = await insertCompany(world);
});
afterAll(() => world.db.close());

/** Issues tokens of one client, with the scopes and the projects that the test asks for. */
async function aClient() {
  const input = { companyId: tenant.companyId, name: 'Integration', scopes: SCOPES };
  const { clientId, clientSecret } = await createClient({ ctx: world.ctx, input });
  return async (scopes: readonly Scope[], projectIds?: number[]) => {
    const body = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: scopes.join(' '),
    };
    const answer = await rest.call('POST', '/oauth/token', null, { body });
    const token = oauth.token.parse(answer.body).access_token;
    if (projectIds) {
      await asEngine(
        world.db,
        (tx) => tx`
          UPDATE gancho.access_tokens SET project_ids = ${projectIds} WHERE token_hash = ${hashToken(token)}`,
      );
    }
    return token;
  };
}

const posts = ROUTES.flatMap((route) =>
  'scope' in route && route.method === 'POST'
    ? namingsOf(route).map((naming) => ({ title: `${route.path} of a ${naming}`, route, naming }))
    : [],
);

describe.each(posts)('the stored answer of POST $title', ({ route, naming }) => {
  it('is only for tokens that may do the same', async () => {
    const issue = await aClient();
    const named = naming === 'company' ? { ...tenant, projectId: null } : tenant;
    const call = await restCall(world, route, { tenant: named, naming });
    const ask = (token: string, body = call.body) =>
      rest.call('POST', call.path, token, {
        query: call.query,
        body,
        headers: { 'idempotency-key': 'once' },
      });
    const first = await ask(await issue(SCOPES));
    expect(first.status).toBe(route.success.status);

    const others = SCOPES.filter((scope) => scope !== route.scope);
    const elsewhere = tenant.projectId + 1_000_000;
    const refused = [
      [403, await ask(await issue(others))],
      // Another request under the key, because that refusal would tell that the key is in use.
      [403, await ask(await issue(others), { another: 'request' })],
      [404, await ask(await issue(SCOPES, [elsewhere]))],
      [404, await ask(await issue(SCOPES, [elsewhere]), { another: 'request' })],
    ] as const;
    for (const [status, answer] of refused) {
      expect(answer.status).toBe(status);
      expect(answer.headers).not.toHaveProperty('idempotent-replayed');
    }
    const able = [route.scope, route.shows].flatMap((scope) => scope ?? []);
    if (route.shows !== undefined) {
      const blind = await ask(await issue(able.filter((scope) => scope !== route.shows)));
      expect(blind.status).toBe(422);
    }
    const access = naming === 'company' ? [] : [[tenant.projectId]];
    for (const projectIds of [undefined, ...access]) {
      const again = await ask(await issue(able.length === 0 ? SCOPES : able, projectIds));
      expect(again).toMatchObject({
        status: first.status,
        headers: { 'idempotent-replayed': 'true' },
      });
      expect(again.body).toEqual(first.body);
    }
  });
});

it('is stored sealed, and opens only under its own key', async () => {
  const input = { companyId: tenant.companyId, name: 'Integration' };
  const { id } = await createClient({ ctx: world.ctx, input });
  const actor: ClientActor = {
    kind: 'client',
    apiClientId: id,
    companyId: tenant.companyId,
    projectIds: null,
    scopes: [],
  };
  const ctx = { ...world.services, actor };
  for (const key of ['a', 'b']) {
    await claimKey({ ctx, input: { key, fingerprint: 'f' } });
    const answer = { status: 201, body: `whsec_${key}` };
    await keepAnswer({ ctx, input: { key, answer } });
  }
  const rows = await asEngine(
    world.db,
    (tx) => tx`
      UPDATE gancho.idempotent_requests a SET body_sealed = b.body_sealed FROM gancho.idempotent_requests b
      WHERE a.key = 'a' AND b.key = 'b' AND a.api_client_id = ${id} AND b.api_client_id = ${id}
      RETURNING a.body_sealed`,
  );
  expect(JSON.stringify(rows)).not.toContain('whsec_');
  const claim = (key: string) => claimKey({ ctx, input: { key, fingerprint: 'f' } });
  await expect(claim('a')).rejects.toMatchObject({ code: 'not_authentic' });
  expect(await claim('b')).toMatchObject({ body: 'whsec_b' });
});
