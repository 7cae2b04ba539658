import { v2Redeliveries } from '@/contracts/rest/redeliveries';
import { v2Redelivery, v2RedeliveryPreview } from '@/contracts/wire/redelivery';
import type { Caller } from '@/server/trpc/root';
import { ask } from '../ask';
import { json } from '../http';
import { pageHeaders, readPage } from '../paging';
import { pathId } from '../reading';
import { readRedelivery } from '../redelivery-body';
import type { ApiCall, ApiRoute } from '../route';
import { v2HookAddress, v2Tenant } from '../v2-tenant';
import { PAGE_QUERY } from './v2-hooks';

/** @param base `.../webhooks` of a company or of a project */
export function v2RedeliveryRoutes(base: string): ApiRoute[] {
  return [...routesOf(`${base}/hooks/{hook_id}`), ...routesOf(base)];
}

function scopeOf(call: ApiCall) {
  return call.params.hook_id === undefined
    ? { ...v2Tenant(call), hookId: null }
    : v2HookAddress(call);
}

const of = (path: string) =>
  path.endsWith('}') ? 'a hook' : 'all hooks of the project or company';

function routesOf(path: string): ApiRoute[] {
  return [
    {
      api: 'v2',
      method: 'POST',
      path: `${path}/redeliveries`,
      procedure: 'redeliveries.start',
      scope: 'deliveries:write',
      shows: 'deliveries:read',
      summary: `Send many deliveries of ${of(path)} again`,
      body: v2Redeliveries.start,
      success: {
        status: 202,
        schema: v2Redeliveries.redelivery,
        description: 'The redelivery, which has begun',
      },
      otherwise: {
        status: 200,
        schema: v2Redeliveries.preview,
        description: 'For a dry run: how many deliveries it would send',
      },
      async run(call) {
        const { choice, isDryRun, sentAs } = readRedelivery(call.body);
        const input = { ...choice, ...scopeOf(call) };
        const { preview, start } = call.caller.redeliveries;
        if (isDryRun) {
          return json(200, {
            data: v2RedeliveryPreview(await ask({ judge: preview }, input, sentAs)),
          });
        }
        return json(202, { data: v2Redelivery(await ask({ judge: start }, input, sentAs)) });
      },
    },
    {
      api: 'v2',
      method: 'GET',
      path: `${path}/redeliveries`,
      procedure: 'redeliveries.list',
      scope: 'deliveries:read',
      summary: `List the redeliveries of ${of(path)}, newest first`,
      query: PAGE_QUERY,
      success: {
        status: 200,
        schema: v2Redeliveries.redelivery.array(),
        description: 'A page of redeliveries',
      },
      async run(call) {
        const page = readPage(call.query);
        const { items, total } = await call.caller.redeliveries.list({
          ...scopeOf(call),
          limit: page.perPage,
          offset: page.offset,
        });
        const count = { count: total, isCapped: false };
        return json(200, { data: items.map(v2Redelivery) }, pageHeaders(call, page, count));
      },
    },
    {
      api: 'v2',
      method: 'GET',
      path: `${path}/redeliveries/{redelivery_id}`,
      procedure: 'redeliveries.get',
      scope: 'deliveries:read',
      summary: 'Show a redelivery with its progress',
      success: one('The redelivery'),
      run: (call) => answer(call, 'get', 200),
    },
    {
      api: 'v2',
      method: 'POST',
      path: `${path}/redeliveries/{redelivery_id}/pause`,
      procedure: 'redeliveries.pause',
      scope: 'deliveries:write',
      summary: 'Pause a redelivery: it queues nothing more until it is resumed',
      success: one('The paused redelivery'),
      run: (call) => answer(call, 'pause', 200),
    },
    {
      api: 'v2',
      method: 'POST',
      path: `${path}/redeliveries/{redelivery_id}/resume`,
      procedure: 'redeliveries.resume',
      scope: 'deliveries:write',
      summary: 'Resume a paused redelivery',
      success: one('The running redelivery'),
      run: (call) => answer(call, 'resume', 200),
    },
    {
      api: 'v2',
      method: 'DELETE',
      path: `${path}/redeliveries/{redelivery_id}`,
      procedure: 'redeliveries.cancel',
      scope: 'deliveries:write',
      summary: 'End a redelivery; deliveries that are in the queue are sent',
      success: one('The cancelled redelivery'),
      run: (call) => answer(call, 'cancel', 200),
    },
  ];
}

const one = (description: string) => ({
  status: 200,
  schema: v2Redeliveries.redelivery,
  description,
});

async function answer(
  call: ApiCall,
  verb: keyof Pick<Caller['redeliveries'], 'get' | 'pause' | 'resume' | 'cancel'>,
  status: number,
) {
  const redeliveryId = pathId(call.params, 'redelivery_id', 'The redelivery');
  const job = await call.caller.redeliveries[verb]({ ...scopeOf(call), redeliveryId });
  return json(status, { data: v2Redelivery(job) });
}
