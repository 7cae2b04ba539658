import { isFields } from '@/contracts/wire/fields';
import { parseJsonText } from '@/domain/json-input';
import { authorise, requireScope } from '@/server/services/actor';
import { fieldsOf, pathId, readId } from './reading';
import type { ApiCall, ApiRoute } from './route';
import { v1HookAddress, v1Tenant } from './v1-tenant';
import { v2Tenant } from './v2-tenant';

/**
 * Checks that this token may do today what a stored answer's request did. Another token of the same client, with more
 * access, may have earned that answer.
 * @throws ServiceError `not_found`, `forbidden`
 */
export async function authoriseReplay(route: ApiRoute, call: ApiCall): Promise<void> {
  const { scope } = route;
  if (scope === null) return;
  requireScope(call.actor, scope);
  for (const tenant of await tenantsOf(route, call)) authorise(call.actor, tenant, scope);
}

async function tenantsOf(route: ApiRoute, call: ApiCall) {
  const { params } = call;
  if (route.procedure === 'events.publish') {
    const companyId = pathId(params, 'company_id', 'The company');
    // This route has its body in `text`.
    // The limits for other routes do not hold for it.
    const body = parseJsonText(call.text);
    const events = Array.isArray(body) ? body.filter(isFields) : [fieldsOf(body)];
    return events.map((event) => ({ companyId, projectId: readId(event.project_id) }));
  }
  if (params.company_id !== undefined) return [v2Tenant(call)];
  const hookId = params.hook_id ?? params.id;
  if (hookId === undefined) return [v1Tenant(call)];
  const name = params.hook_id === undefined ? 'id' : 'hook_id';
  return [await v1HookAddress(call, pathId(params, name, 'The hook'))];
}
