import { createWorld, insertCompany } from '@tests/factories/world';
import type { Sql } from '@/server/db/driver';
import { createClient } from '@/server/services/api-clients/create-client';
import { issueToken } from '@/server/services/oauth/issue-token';
import type { Cluster } from './cluster';
import { COMPANIES, ENDPOINTS, type Endpoint } from './endpoints';
import type { Receivers } from './receivers';

/** A company of the run, with the credentials of its API client. */
export type Tenant = {
  companyId: number;
  projectId: number;
  token: string;
  /** The REST path of the project's hooks. */
  base: string;
};

/** A hook of the run, with its id. */
export type Hook = Endpoint & { id: number; tenant: Tenant };

/** The smallest window that the API allows. A smaller one is set past the API. */
const WINDOW_SECONDS_MIN = 60;

/** The companies, their clients, and a hook for every endpoint, made over REST as an integrator does. */
export async function settle(
  cluster: Cluster,
  receivers: Receivers,
  sql: Sql,
): Promise<{ tenants: Tenant[]; hooks: Hook[] }> {
  const tenants = await createTenants(cluster);
  const hooks: Hook[] = [];
  for (const [number, endpoint] of ENDPOINTS.entries()) {
    const tenant = tenants[endpoint.company];
    if (!tenant) throw new Error(`no company for ${endpoint.name}`);
    const { windowSeconds } = endpoint;
    const { id } = await post(tenant.base, tenant.token, {
      name: endpoint.name,
      namespace: 'chaos',
      payload_version: 'v4.0',
      destination_url: receivers.url(number),
      delivery_mode: endpoint.isInOrder ? 'in_order' : 'parallel',
      timeout_seconds: 1,
      max_in_flight: endpoint.maxInFlight,
      ...(windowSeconds === null
        ? {}
        : { retry_window_seconds: Math.max(windowSeconds, WINDOW_SECONDS_MIN) }),
    });
    if (windowSeconds !== null) {
      await sql`
        UPDATE gancho.hook_queue SET retry_window_seconds = ${windowSeconds} WHERE hook_id = ${id}`;
    }
    const trigger = { resource_name: endpoint.resource, event_type: 'create' };
    await post(`${tenant.base}/${id}/triggers`, tenant.token, trigger);
    hooks.push({ ...endpoint, id: Number(id), tenant });
  }
  return { tenants, hooks };
}

async function createTenants(cluster: Cluster): Promise<Tenant[]> {
  const world = createWorld(cluster.databaseUrl);
  const tenants: Tenant[] = [];
  for (const name of COMPANIES) {
    const { companyId, projectId } = await insertCompany(world, name);
    const client = await createClient({ ctx: world.ctx, input: { companyId, name: 'chaos' } });
    const issued = await issueToken({ ctx: world.services, input: client });
    const project = `companies/${companyId}/projects/${projectId}`;
    tenants.push({
      companyId,
      projectId,
      token: issued?.accessToken ?? '',
      base: `${cluster.origin}/rest/v2.0/${project}/webhooks/hooks`,
    });
  }
  await world.db.close();
  return tenants;
}

async function post(url: string, token: string, body: unknown): Promise<{ id: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()).data;
}
