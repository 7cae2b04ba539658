import type { Tenant } from '@/server/services/actor';
import { pathId } from './reading';
import type { ApiCall } from './route';

/** The path says it all. */
export function v2Tenant({ params }: Pick<ApiCall, 'params'>): Tenant {
  return {
    companyId: pathId(params, 'company_id', 'The company'),
    projectId: params.project_id === undefined ? null : pathId(params, 'project_id', 'The project'),
  };
}

/** To an API client a deleted hook is gone, whatever of its history people can still read. */
export function v2HookAddress(call: Pick<ApiCall, 'params'>) {
  const hookId = pathId(call.params, 'hook_id', 'The hook');
  return { ...v2Tenant(call), hookId, liveOnly: true };
}
