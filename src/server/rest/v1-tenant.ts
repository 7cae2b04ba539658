import { type Fields, isFields } from '@/contracts/wire/fields';
import { invalidField } from '@/domain/errors';
import { requireScope, type Tenant } from '@/server/services/actor';
import { locateHook } from '@/server/services/hooks';
import { readId } from './reading';
import type { ApiCall } from './route';

/**
 * The first given value. A given value that is not an id is refused, because ignoring it would turn a call for a
 * project into one for its company.
 */
function firstId(field: string, ...values: unknown[]): number | null {
  const value = values.find((each) => each !== undefined && each !== null && each !== '');
  if (value === undefined) return null;
  const id = readId(value);
  if (id === null) throw invalidField(field, 'invalid', 'must be an id.');
  return id;
}

function readTenant({ body, query, request, actor }: ApiCall): Tenant & { isNamed: boolean } {
  const fields: Fields = isFields(body) ? body : {};
  const hook: Fields = isFields(fields.hook) ? fields.hook : {};
  const named = (field: 'company_id' | 'project_id') =>
    firstId(field, fields[field], query.get(field), hook[field]);
  const [companyId, projectId] = [named('company_id'), named('project_id')];
  const byHeader = () => firstId('Procore-Company-Id', request.headers['procore-company-id']);
  return {
    companyId: companyId ?? byHeader() ?? actor.companyId,
    projectId,
    isNamed: companyId !== null || projectId !== null,
  };
}

/**
 * The company or project that an older call means. Clients name it in the body, in the query, inside `hook` or in a
 * header, and some do not name it. If both are named, the project counts.
 */
export function v1Tenant(call: ApiCall): Tenant {
  const { companyId, projectId } = readTenant(call);
  return { companyId, projectId };
}

/**
 * The same for a list. A client that names no tenant looks for its hook on every level; a client of chosen projects
 * looks in each of these.
 */
export function v1ListTenants(call: ApiCall): (Tenant & { withProjects: boolean })[] {
  const { isNamed, ...tenant } = readTenant(call);
  const { projectIds } = call.actor;
  if (isNamed || projectIds === null) return [{ ...tenant, withProjects: !isNamed }];
  return projectIds.map((projectId) => ({ ...tenant, projectId, withProjects: false }));
}

/** The same for a hook in the path, which knows its own project. */
export async function v1HookAddress(call: ApiCall, hookId: number) {
  const { companyId, projectId } = readTenant(call);
  if (projectId !== null) return { companyId, projectId, hookId, liveOnly: true };
  if (call.scope !== null) requireScope(call.actor, call.scope);
  return { ...(await locateHook({ ctx: call.ctx, input: { companyId, hookId } })), hookId };
}
