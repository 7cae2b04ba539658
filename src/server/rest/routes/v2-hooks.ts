import { z } from 'zod';
import type { Hook } from '@/contracts/hooks';
import { v2 } from '@/contracts/rest/v2';
import { decodeHookFields, v2Hook } from '@/contracts/wire/hook';
import { invalidField } from '@/domain/errors';
import { ask } from '../ask';
import { json, noContent } from '../http';
import { pageHeaders, readPage } from '../paging';
import { fieldsOf } from '../reading';
import type { ApiCall, ApiRoute } from '../route';
import { v2HookAddress, v2Tenant } from '../v2-tenant';

export const PAGE_QUERY = {
  page: 'From 1',
  per_page: '10 if not given, at most 100',
};

const enveloped = (data: unknown) => ({ data });

const IF_MATCH = {
  schema: z.string(),
  means:
    'The ETag of the hook as it was read: refused with 412 if it has changed since. * stands for any',
  example: '*',
  isOptional: true,
} as const;

const etagOf = ({ revision }: Hook) => ({ etag: `"${revision}"` });

/** Null: any revision. A proxy that compresses an answer makes its tag weak. */
function ifMatch({ request }: Pick<ApiCall, 'request'>): string | null {
  const given = request.headers['if-match']?.trim();
  if (given === undefined || given === '*') return null;
  const tag = /^(?:W\/)?"([^"]*)"$/.exec(given)?.[1];
  if (tag !== undefined) return tag;
  throw invalidField('If-Match', 'invalid', 'must be one ETag, in quotation marks.');
}

/** @param base `.../webhooks` of a company or of a project: both have the same operations. */
export function v2HookRoutes(base: string): ApiRoute[] {
  return [
    {
      api: 'v2',
      method: 'GET',
      path: `${base}/hooks`,
      procedure: 'hooks.list',
      scope: 'hooks:read',
      summary: 'List hooks',
      query: {
        namespace: 'Only hooks of this namespace; * or none for all',
        payload_version: 'Only hooks of this payload version',
        include_trigger_count: 'Accepted without effect, because the count is always present',
        ...PAGE_QUERY,
      },
      success: { status: 200, schema: v2.hook.array(), description: 'A page of hooks' },
      async run(call) {
        const page = readPage(call.query);
        const namespace = call.query.get('namespace');
        const payloadVersion = call.query.get('payload_version');
        const list = await call.caller.hooks.list({
          ...v2Tenant(call),
          ...(namespace && namespace !== '*' ? { namespace } : {}),
          ...(payloadVersion ? { payloadVersion } : {}),
          limit: page.perPage,
          offset: page.offset,
        });
        const total = { count: list.total, isCapped: false };
        return json(200, enveloped(list.items.map(v2Hook)), pageHeaders(call, page, total));
      },
    },
    {
      api: 'v2',
      method: 'POST',
      path: `${base}/hooks`,
      procedure: 'hooks.create',
      scope: 'hooks:write',
      summary: 'Create a hook',
      body: v2.createHook,
      success: {
        status: 201,
        schema: v2.hook,
        description: 'The hook, with its signing secret, which is shown only here',
      },
      async run(call) {
        const { fields, sentAs } = decodeHookFields(fieldsOf(call.body));
        if (fields.namespace === undefined) {
          throw invalidField('namespace', 'required', 'is required: name your integration.');
        }
        const input = { ...fields, ...v2Tenant(call) };
        const hook = await ask({ judge: call.caller.hooks.create }, input, sentAs);
        return json(201, enveloped(v2Hook(hook)), etagOf(hook));
      },
    },
    {
      api: 'v2',
      method: 'GET',
      path: `${base}/hooks/{hook_id}`,
      procedure: 'hooks.get',
      scope: 'hooks:read',
      summary: 'Show a hook',
      success: { status: 200, schema: v2.hook, description: 'The hook' },
      async run(call) {
        const hook = await call.caller.hooks.get(v2HookAddress(call));
        return json(200, enveloped(v2Hook(hook)), etagOf(hook));
      },
    },
    {
      api: 'v2',
      method: 'PATCH',
      path: `${base}/hooks/{hook_id}`,
      procedure: 'hooks.update',
      scope: 'hooks:write',
      summary: 'Change a hook; a missing field keeps its value',
      headers: { 'if-match': IF_MATCH },
      body: v2.updateHook,
      success: { status: 200, schema: v2.hook, description: 'The hook' },
      async run(call) {
        const { fields, sentAs } = decodeHookFields(fieldsOf(call.body));
        const revision = ifMatch(call);
        const input = {
          ...fields,
          ...v2HookAddress(call),
          ...(revision === null ? {} : { ifRevision: revision }),
        };
        const hook = await ask({ judge: call.caller.hooks.update }, input, {
          ...sentAs,
          ifRevision: 'If-Match',
        });
        return json(200, enveloped(v2Hook(hook)), etagOf(hook));
      },
    },
    {
      api: 'v2',
      method: 'DELETE',
      path: `${base}/hooks/{hook_id}`,
      procedure: 'hooks.delete',
      scope: 'hooks:write',
      summary: 'Delete a hook with its triggers',
      success: { status: 204, description: 'Deleted' },
      async run(call) {
        await call.caller.hooks.delete(v2HookAddress(call));
        return noContent();
      },
    },
  ];
}
