import type { Place } from '@/server/services/actor';
import { locateHook } from '@/server/services/hooks';
import { type Fields, isFields, readId } from './reading';
import type { ApiCall } from './route';

const first = (...values: unknown[]): number | null => {
  for (const value of values) {
    const id = readId(value);
    if (id !== null) return id;
  }
  return null;
};

function namedPlace({ body, query, request, actor }: ApiCall): Place {
  const fields: Fields = isFields(body) ? body : {};
  const hook: Fields = isFields(fields.hook) ? fields.hook : {};
  return {
    companyId:
      first(
        fields.company_id,
        query.get('company_id'),
        hook.company_id,
        request.headers['procore-company-id'],
      ) ?? actor.companyId,
    projectId: first(fields.project_id, query.get('project_id'), hook.project_id),
  };
}

/**
 * The company or project that an older call means: clients name it in the body, the query, inside
 * `hook`, or by a header, and some not at all. Where both are named, the project is meant.
 */
export const v1Place = namedPlace;

/** The same with a hook of the path, which knows its project by itself. */
export async function v1HookAddress(call: ApiCall, hookId: number) {
  const place = namedPlace(call);
  if (place.projectId !== null) return { ...place, hookId, liveOnly: true };
  const { companyId } = place;
  return { ...(await locateHook({ ctx: call.ctx, input: { companyId, hookId } })), hookId };
}
