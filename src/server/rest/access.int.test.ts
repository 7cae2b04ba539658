import { BEARERS, type Bearer } from '@tests/access/bearers';
import { auditRowsOf, openScene, type Scene } from '@tests/access/callers';
import { type Naming, namingsOf, type RestCall, restCall } from '@tests/access/rest-calls';
import { aDelivery, aHook, aTrigger, type Tenant } from '@tests/access/things';
import { createRestClient } from '@tests/factories/rest-client';
import { createWorld, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiRoute } from './route';
import { ROUTES } from './routes';

const database = useDatabase();
let world: World;
let client: ReturnType<typeof createRestClient>;

beforeAll(() => {
  world = createWorld(database.url);
  client = createRestClient(world);
});
afterAll(() => world.db.close());

const NOT_THERE = 8_000_000_000;

async function ask({ method, path, query, body }: RestCall, token: string | null) {
  const answer = await client.call(
    method,
    path,
    token,
    body === undefined ? { query } : { query, body },
  );
  return { status: answer.status, body: answer.body as unknown };
}

const tenantOf = ({ companyId, projectId }: Scene, naming: Naming): Tenant => ({
  companyId,
  projectId: naming === 'company' ? null : projectId,
});

/** The contract: 401 without a valid token, 403 if the token lacks the scope, 404 if it lacks access. */
function expectedOf(route: ApiRoute, naming: Naming): Record<Bearer, number> {
  const done = route.success.status;
  const isOpen = route.scope === null;
  const isProject = naming !== 'company';
  const isLocated = isProject ? naming !== 'project' : /v1.*\/hooks\/\{/.test(route.path);
  const isRead = route.scope?.endsWith(':read') ?? true;
  // The description of the token's own access is always accessible, unless another company is named.
  const named = route.path.endsWith('/projects') ? 404 : done;
  return {
    none: 401,
    unknown: 401,
    expired: 401,
    revoked: 401,
    ofRevokedClient: 401,
    right: done,
    reading: isRead ? done : 403,
    allOtherScopes: isOpen ? done : 403,
    unrelated: isOpen ? done : 403,
    ofProject: isOpen || isProject ? done : 404,
    // A hook that must first be found has no tenant yet, so no access can be missing.
    ofProjectUnrelated: isOpen ? done : isProject || isLocated ? 403 : 404,
    ofOtherProject: isOpen ? done : 404,
    ofOtherCompany: isOpen ? named : 404,
  };
}

const asked = ROUTES.flatMap((route) =>
  'scope' in route
    ? namingsOf(route).map((naming) => ({
        title: `${route.method} ${route.path} of a ${naming}`,
        route,
        naming,
      }))
    : [],
);

describe.each(asked)('$title', ({ route, naming }) => {
  it('answers each token as the contract says', async () => {
    const scene = await openScene(world);
    const tenant = tenantOf(scene, naming);
    const expected = expectedOf(route, naming);
    const actual: Record<string, number> = {};
    for (const bearer of Object.keys(BEARERS) as Bearer[]) {
      const token = await BEARERS[bearer](scene, route.scope);
      const call = await restCall(world, route, { tenant, naming });
      const before = await auditRowsOf(scene);
      const { status, body } = await ask(call, token);
      actual[bearer] = status;
      if (status < 400) continue;
      expect(await auditRowsOf(scene), bearer).toBe(before);
      expect(body, bearer).toHaveProperty('error');
      if (status !== 404) continue;
      const change = {
        companyId: NOT_THERE,
        ...(tenant.projectId ? { projectId: NOT_THERE } : {}),
      };
      const nowhere = await restCall(world, route, { tenant, naming, change });
      expect(await ask(nowhere, token), bearer).toEqual({ status, body });
    }
    expect(actual).toEqual(expected);
  });

  it('answers for others’ ids as for ids that do not exist', async () => {
    const scene = await openScene(world);
    const tenant = tenantOf(scene, naming);
    const token = await BEARERS.right(scene, route.scope);
    const next = { companyId: scene.companyId, projectId: scene.otherProjectId };
    const others = [
      ['hookId', (await aHook(world, scene.elsewhere)).hookId],
      ...(naming === 'project' ? [['hookId', (await aHook(world, next)).hookId] as const] : []),
      ['deliveryId', (await aDelivery(world, scene.elsewhere)).deliveryId],
      ['deliveryId', (await aDelivery(world, next)).deliveryId],
      ['triggerId', (await aTrigger(world, scene.elsewhere)).triggerId],
      ['triggerId', (await aTrigger(world, next)).triggerId],
    ] as const;
    for (const [field, id] of others) {
      const answerTo = async (given: number) => {
        const call = await restCall(world, route, { tenant, naming, change: { [field]: given } });
        if (!JSON.stringify(call).includes(String(given))) return null;
        const { status, body } = await ask(call, token);
        return { status, body: JSON.stringify(body).replaceAll(String(given), 'id') };
      };
      const nobodys = field === 'deliveryId' ? id + 1_000_000 : NOT_THERE;
      expect(await answerTo(id), field).toEqual(await answerTo(nobodys));
    }
  });
});

it.each(asked.filter(({ route }) => route.path.endsWith('/bulk')))(
  '$title asks for the same where the list is empty',
  async ({ route, naming }) => {
    const scene = await openScene(world);
    const tenant = tenantOf(scene, naming);
    const empty = async (bearer: Bearer) => {
      const call = await restCall(world, route, { tenant, naming });
      const body = route.api === 'v1' ? { triggers: [] } : [];
      return (await ask({ ...call, body }, await BEARERS[bearer](scene, route.scope))).status;
    };
    expect(await empty('right')).toBe(route.success.status);
    expect(await empty('allOtherScopes')).toBe(403);
    expect(await empty('ofOtherCompany')).toBe(404);
  },
);

describe('calls that bring their own proof, or need none', () => {
  const OPEN: Record<string, { nobody: number; someone: number }> = {
    'POST /oauth/token': { nobody: 400, someone: 400 },
    'GET /oauth/token/info': { nobody: 401, someone: 200 },
    'POST /oauth/revoke': { nobody: 200, someone: 200 },
    'GET /api/health': { nobody: 503, someone: 503 },
    'GET /readyz': { nobody: 503, someone: 503 },
    'GET /livez': { nobody: 200, someone: 200 },
  };

  it('are only these', async () => {
    const scene = await openScene(world);
    const actual: typeof OPEN = {};
    for (const { method, path } of ROUTES.filter((route) => !('scope' in route))) {
      const call = { method, path, query: '' };
      const token = await BEARERS.right(scene, null);
      actual[`${method} ${path}`] = {
        nobody: (await ask(call, null)).status,
        someone: (await ask(call, token)).status,
      };
    }
    expect(actual).toEqual(OPEN);
  });

  it.each(['unknown', 'expired', 'revoked', 'ofRevokedClient'] as const)(
    'a token that is %s has nothing to tell',
    async (bearer) => {
      const token = await BEARERS[bearer](await openScene(world), null);
      const info = await ask({ method: 'GET', path: '/oauth/token/info', query: '' }, token);
      expect(info.status).toBe(401);
    },
  );
});
