import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appRouter } from '@/server/trpc/root';
import { createMatcher } from './match';
import { createOpenApi } from './openapi/document';
import { ROUTES } from './routes';

const C = '/rest/v2.0/companies/{company_id}';
const V1 = '/rest/v1.0/webhooks';

/** Every public call with its procedure. A change of this list is a change of the public contract. */
const PROMISED = [
  `POST ${C}/events events.publish events:write`,
  `GET ${V1}/hooks hooks.list hooks:read`,
  `POST ${V1}/hooks hooks.create hooks:write`,
  `PATCH ${V1}/hooks/{id} hooks.update hooks:write`,
  `DELETE ${V1}/hooks/{id} hooks.delete hooks:write`,
  `GET ${V1}/hooks/{hook_id}/triggers triggers.list hooks:read`,
  `POST ${V1}/hooks/{hook_id}/triggers triggers.add hooks:write`,
  `POST ${V1}/hooks/{hook_id}/triggers/bulk triggers.addMany hooks:write`,
  `DELETE ${V1}/hooks/{hook_id}/triggers/bulk triggers.removeMany hooks:write`,
  `DELETE ${V1}/hooks/{hook_id}/triggers/{id} triggers.removeMany hooks:write`,
  `GET ${V1}/hooks/{hook_id}/deliveries deliveries.list deliveries:read`,
  `GET ${V1}/resources resources.list hooks:read`,
  `GET ${V1}/resources/api_versions resources.list hooks:read`,
  ...[`${C}/webhooks`, `${C}/projects/{project_id}/webhooks`].flatMap((base) => [
    `GET ${base}/hooks hooks.list hooks:read`,
    `POST ${base}/hooks hooks.create hooks:write`,
    `GET ${base}/hooks/{hook_id} hooks.get hooks:read`,
    `PATCH ${base}/hooks/{hook_id} hooks.update hooks:write`,
    `DELETE ${base}/hooks/{hook_id} hooks.delete hooks:write`,
    `POST ${base}/hooks/{hook_id}/test hooks.sendTest hooks:write`,
    `POST ${base}/hooks/{hook_id}/resume hooks.resume hooks:write`,
    `POST ${base}/hooks/{hook_id}/queue/discard hooks.discardQueue hooks:write`,
    `POST ${base}/hooks/{hook_id}/lost/dismiss hooks.dismissLost hooks:write`,
    `POST ${base}/hooks/{hook_id}/secret/rotate hooks.rotateSecret hooks:write`,
    `GET ${base}/hooks/{hook_id}/triggers triggers.list hooks:read`,
    `POST ${base}/hooks/{hook_id}/triggers triggers.add hooks:write`,
    `POST ${base}/hooks/{hook_id}/triggers/bulk triggers.addMany hooks:write`,
    `DELETE ${base}/hooks/{hook_id}/triggers/bulk triggers.removeMany hooks:write`,
    `DELETE ${base}/hooks/{hook_id}/triggers/{id} triggers.removeMany hooks:write`,
    `GET ${base}/hooks/{hook_id}/deliveries deliveries.list deliveries:read`,
    `GET ${base}/hooks/{hook_id}/deliveries/{delivery_id} deliveries.get deliveries:read`,
    `POST ${base}/hooks/{hook_id}/deliveries/{delivery_id}/redeliver deliveries.redeliver deliveries:write`,
    `GET ${base}/hooks/{hook_id}/statistics hooks.statistics deliveries:read`,
    `GET ${base}/resources resources.list hooks:read`,
    ...[base, `${base}/hooks/{hook_id}`].flatMap((of) => [
      `POST ${of}/redeliveries redeliveries.start deliveries:write`,
      `GET ${of}/redeliveries redeliveries.list deliveries:read`,
      `GET ${of}/redeliveries/{redelivery_id} redeliveries.get deliveries:read`,
      `POST ${of}/redeliveries/{redelivery_id}/pause redeliveries.pause deliveries:write`,
      `POST ${of}/redeliveries/{redelivery_id}/resume redeliveries.resume deliveries:write`,
      `DELETE ${of}/redeliveries/{redelivery_id} redeliveries.cancel deliveries:write`,
    ]),
  ]),
  'GET /rest/v1.0/me apiClients.access null',
  'GET /rest/v1.0/companies apiClients.access null',
  'GET /rest/v1.0/projects apiClients.access null',
  'POST /oauth/token - -',
  'GET /oauth/token/info - -',
  'POST /oauth/revoke - -',
  'GET /api/health health -',
  'GET /readyz health -',
  'GET /livez - -',
];

/** The end of a path that names what it is about, for example `deliveries/{delivery_id}`. */
const subjectOf = (path: string) =>
  /[^/{}]+(\/\{\w+\})?$/.exec(path.replace('{hook_id}', '{id}'))?.[0] ?? path;

describe('the route table', () => {
  it('has no call that docs/api-compatibility.md does not mention', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../../docs/api-compatibility.md'),
      'utf8',
    );
    const mentioned = text.replaceAll('{hook_id}', '{id}');
    const calls = ROUTES.filter((route) => 'scope' in route).map(({ path }) => subjectOf(path));
    const missing = [...new Set(calls)].filter((subject) => !mentioned.includes(subject));
    expect(missing).toEqual([]);
  });

  it('holds exactly the promised calls', () => {
    const actual = ROUTES.map((route) =>
      [
        route.method,
        route.path,
        route.procedure ?? '-',
        'scope' in route ? String(route.scope) : '-',
      ].join(' '),
    );
    expect(actual.sort()).toEqual([...PROMISED].sort());
  });

  it('names procedures that exist and need the scope in the documentation', () => {
    // Flat, by dotted name, but its type does not say so.
    const procedures = appRouter._def.procedures as unknown as Record<
      string,
      { _def: { meta?: unknown } }
    >;
    for (const route of ROUTES) {
      if (!('scope' in route)) continue;
      const meta = procedures[route.procedure]?._def.meta;
      expect(meta, route.procedure).toEqual(
        route.scope === null ? undefined : { scope: route.scope },
      );
    }
  });

  it('distinguishes bulk and api_versions from an id, a wrong method from a wrong path', () => {
    const match = createMatcher(ROUTES);
    expect(match('DELETE', `${V1}/hooks/7/triggers/bulk`)).toMatchObject({
      route: { path: `${V1}/hooks/{hook_id}/triggers/bulk` },
      params: { hook_id: '7' },
    });
    expect(match('PUT', `${V1}/hooks/7`)).toEqual({ found: false, allowed: ['PATCH', 'DELETE'] });
    expect(match('GET', `${V1}/nothing`)).toEqual({ found: false, allowed: [] });
  });

  it('is described completely', () => {
    const document = JSON.parse(createOpenApi('https://hooks.example')().body ?? '') as {
      openapi: string;
      paths: Record<
        string,
        Record<string, { operationId: string; parameters: object[]; responses: object }>
      >;
    };
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(ROUTES.map((route) => `${route.method} ${route.path}`).sort());
    const ids = Object.values(document.paths).flatMap((operations) =>
      Object.values(operations).map((operation) => operation.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    const create = document.paths[`${V1}/hooks`]?.post;
    expect(create?.parameters).toContainEqual({ $ref: '#/components/parameters/idempotencyKey' });
    expect(Object.keys(create?.responses ?? {})).toEqual(
      expect.arrayContaining([
        '201',
        '400',
        '401',
        '403',
        '404',
        '409',
        '413',
        '415',
        '422',
        '429',
      ]),
    );
  });
});
