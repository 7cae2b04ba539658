import type { Tenant } from '@/server/services/actor';
import { pathId } from './reading';
import type { ApiCall } from './route';

/** The path names the whole tenant. */
export function v2Tenant({ params }: Pick<ApiCall, 'params'>): Tenant {
  return {
    companyId: pathId(params, 'company_id', 'The company'),
    projectId: params.project_id === undefined ? null : pathId(params, 'project_id', 'The project'),
  };
}

/** An API client does not find a deleted hook, although people can still read its history. */
export function v2HookAddress(call: Pick<ApiCall, 'params'>) {
  const hookId = pathId(call.params, 'hook_id', 'The hook');
  return { ...v2Tenant(call), hookId, liveOnly: true };
}
