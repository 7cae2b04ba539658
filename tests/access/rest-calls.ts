import type { World } from '@tests/factories/world';
import type { ApiRoute } from '@/server/rest/route';
import { aDelivery, aHook, aRedelivery, aTrigger, type Tenant } from './things';

/** The way in which a call names its company or project. */
export type Naming = 'company' | 'project' | 'project of the hook';

export type RestCall = { method: string; path: string; query: string; body?: unknown };

const DESTINATION = 'https://example.com/hooks';
const CHOICE = { resource_name: 'RFIs', event_type: 'update' };

/** The ways in which a route can be called. v1.0 names the tenant in the query, or only by its hook. */
export function namingsOf({ api, path }: ApiRoute): Naming[] {
  if (path.startsWith('/rest/v1.0/webhooks/')) {
    return path.includes('/hooks/')
      ? ['company', 'project', 'project of the hook']
      : ['company', 'project'];
  }
  if (api === 'v1') return ['company'];
  if (path.endsWith('/events')) return ['company', 'project'];
  return [path.includes('{project_id}') ? 'project' : 'company'];
}

type Target = Tenant & {
  hookId?: number;
  deliveryId?: number;
  triggerId?: number;
  redeliveryId?: number;
};

/** The objects in a route's path and body, new and of this tenant. */
async function targetOf(world: World, route: ApiRoute, tenant: Tenant): Promise<Target> {
  if (route.path.includes('{delivery_id}')) return aDelivery(world, tenant);
  if (route.path.includes('{redelivery_id}')) {
    return aRedelivery(
      world,
      tenant,
      route.procedure === 'redeliveries.resume' ? 'paused' : 'running',
    );
  }
  if (route.procedure === 'triggers.removeMany') return aTrigger(world, tenant);
  return /\{(hook_)?id\}/.test(route.path) ? aHook(world, tenant) : tenant;
}

/** A valid call of the route. `change` replaces an id. */
export async function restCall(
  world: World,
  route: ApiRoute,
  { tenant, naming, change = {} }: { tenant: Tenant; naming: Naming; change?: Partial<Target> },
): Promise<RestCall> {
  const target = { ...(await targetOf(world, route, tenant)), ...change };
  const own = /\/triggers\/\{id\}$/.test(route.path) ? target.triggerId : target.hookId;
  const params: Record<string, unknown> = {
    company_id: target.companyId,
    project_id: target.projectId,
    hook_id: target.hookId,
    delivery_id: target.deliveryId,
    redelivery_id: target.redeliveryId,
    id: own,
  };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!(name in params)) throw new Error(`${route.path}: give {${name}} a value in this file`);
    return String(params[name]);
  });
  const body = bodyOf(route, target);
  return {
    method: route.method,
    path,
    query: route.api === 'v1' ? queryOf(naming, target) : '',
    ...(body === undefined ? {} : { body }),
  };
}

function queryOf(naming: Naming, { companyId, projectId }: Tenant): string {
  return naming === 'project'
    ? `company_id=${companyId}&project_id=${projectId}`
    : `company_id=${companyId}`;
}

function bodyOf(route: ApiRoute, target: Target): unknown {
  const isV1 = route.api === 'v1';
  const isBulk = route.path.endsWith('/bulk');
  switch (route.procedure) {
    case 'hooks.create':
      return { namespace: 'erp', payload_version: 'v4.0', destination_url: DESTINATION };
    case 'hooks.update':
      return { name: 'Other' };
    case 'triggers.add':
      return isV1 ? { trigger: CHOICE } : CHOICE;
    case 'triggers.addMany':
      return isV1 ? { triggers: [CHOICE] } : [CHOICE];
    case 'triggers.removeMany':
      if (!isBulk) return undefined;
      return isV1 ? { triggers: [target.triggerId] } : [target.triggerId];
    case 'events.publish':
      return {
        resource_name: target.projectId === null ? 'Company Vendors' : 'RFIs',
        resource_id: 1,
        event_type: 'create',
        project_id: target.projectId,
      };
    default:
      return route.method === 'POST' ? {} : undefined;
  }
}
