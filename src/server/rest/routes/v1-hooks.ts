import { empty } from '@/contracts/rest/system';
import { v1 } from '@/contracts/rest/v1';
import { decodeHookFields, v1Hook } from '@/contracts/wire/hook';
import { everyPage } from '@/domain/every-page';
import { ask } from '../ask';
import { json } from '../http';
import { isPaged, pageHeaders, readPage, v1List, WHOLE_QUERY } from '../paging';
import { fieldsOf, pathId } from '../reading';
import type { ApiRoute } from '../route';
import { v1HookAddress, v1ListTenants, v1Tenant } from '../v1-tenant';

const HOOKS = '/rest/v1.0/webhooks/hooks';
export const V1_TENANT_QUERY = {
  company_id: "The company; otherwise the header Procore-Company-Id, otherwise the token's company",
  project_id: 'A project of the company',
};
/** The names of the list's filters in this version. */
const FILTER_NAMES = { payloadVersion: 'api_version' };
/** The version that older clients mean when they name none. */
const DEFAULT_VERSION = 'v2.0';

/** Some clients leave the wrapper out. Their request must not be taken for an empty one. */
function hookOf(body: unknown) {
  const fields = fieldsOf(body);
  return fields.hook === undefined ? fields : fieldsOf(fields.hook, 'hook');
}

export const v1HookRoutes: readonly ApiRoute[] = [
  {
    api: 'v1',
    method: 'GET',
    path: HOOKS,
    procedure: 'hooks.list',
    scope: 'hooks:read',
    summary:
      'List the hooks of a company or project; without one, of all that the token has access to',
    query: {
      ...V1_TENANT_QUERY,
      namespace: 'Only hooks of this namespace; * for all',
      api_version: 'Only hooks of this payload version',
      ...WHOLE_QUERY,
    },
    success: { status: 200, schema: v1.hook.array(), description: 'All hooks' },
    async run(call) {
      const namespace = call.query.get('namespace');
      const payloadVersion = call.query.get('api_version');
      const filter = {
        ...(namespace && namespace !== '*' ? { namespace } : {}),
        ...(payloadVersion ? { payloadVersion } : {}),
      };
      const list = { judge: call.caller.hooks.list };
      const [tenant, ...others] = v1ListTenants(call);
      if (tenant !== undefined && others.length === 0 && isPaged(call)) {
        const page = readPage(call.query);
        const part = { limit: page.perPage, offset: page.offset };
        const { items, total } = await ask(list, { ...tenant, ...filter, ...part }, FILTER_NAMES);
        const counted = { count: total, isCapped: false };
        return json(200, items.map(v1Hook), pageHeaders(call, page, counted));
      }
      const hooks: ReturnType<typeof v1Hook>[] = [];
      for (const each of tenant === undefined ? [] : [tenant, ...others]) {
        const found = await everyPage((cursor) =>
          ask(list, { ...each, ...filter, cursor }, FILTER_NAMES),
        );
        hooks.push(...found.map(v1Hook));
      }
      return v1List(
        call,
        hooks.sort((a, b) => a.id - b.id),
      );
    },
  },
  {
    api: 'v1',
    method: 'POST',
    path: HOOKS,
    procedure: 'hooks.create',
    scope: 'hooks:write',
    summary: 'Create a hook',
    query: V1_TENANT_QUERY,
    body: v1.createHook,
    success: {
      status: 201,
      schema: v1.hook,
      description: 'The hook, with its signing secret, which is shown only here',
    },
    async run(call) {
      const { fields, sentAs } = decodeHookFields(hookOf(call.body));
      const input = { payloadVersion: DEFAULT_VERSION, ...fields, ...v1Tenant(call) };
      const hook = await ask({ judge: call.caller.hooks.create }, input, sentAs);
      return json(201, v1Hook(hook));
    },
  },
  {
    api: 'v1',
    method: 'PATCH',
    path: `${HOOKS}/{id}`,
    procedure: 'hooks.update',
    scope: 'hooks:write',
    summary: 'Change a hook',
    query: V1_TENANT_QUERY,
    body: v1.updateHook,
    success: { status: 200, schema: v1.hook, description: 'The hook' },
    async run(call) {
      const address = await v1HookAddress(call, pathId(call.params, 'id', 'The hook'));
      const { fields, sentAs } = decodeHookFields(hookOf(call.body));
      const input = { ...fields, ...address };
      return json(200, v1Hook(await ask({ judge: call.caller.hooks.update }, input, sentAs)));
    },
  },
  {
    api: 'v1',
    method: 'DELETE',
    path: `${HOOKS}/{id}`,
    procedure: 'hooks.delete',
    scope: 'hooks:write',
    summary: 'Delete a hook with its triggers',
    query: V1_TENANT_QUERY,
    success: { status: 200, schema: empty, description: 'An empty object' },
    async run(call) {
      const address = await v1HookAddress(call, pathId(call.params, 'id', 'The hook'));
      await call.caller.hooks.delete(address);
      return json(200, {});
    },
  },
];
