import { v2 } from '@/contracts/rest/v2';
import { TRIGGERS_BULK_MAX } from '@/contracts/triggers';
import { isFields } from '@/contracts/wire/fields';
import { decodeTrigger, refusedTrigger, v2Trigger } from '@/contracts/wire/trigger';
import { json, noContent } from '../http';
import { pageHeaders, readPage, slicePage } from '../paging';
import { arrayOf, fieldsOf } from '../reading';
import type { ApiRoute } from '../route';
import { v2HookAddress } from '../v2-tenant';
import { addTrigger, readIds, removeOne } from './v1-triggers';
import { PAGE_QUERY } from './v2-hooks';

export function v2TriggerRoutes(base: string): ApiRoute[] {
  const path = `${base}/hooks/{hook_id}/triggers`;
  return [
    {
      api: 'v2',
      method: 'GET',
      path,
      procedure: 'triggers.list',
      scope: 'hooks:read',
      summary: 'List the triggers of a hook',
      query: PAGE_QUERY,
      success: { status: 200, schema: v2.trigger.array(), description: 'A page of triggers' },
      async run(call) {
        const page = readPage(call.query);
        const list = await call.caller.triggers.list(v2HookAddress(call));
        const { items, total } = slicePage(list.items, page);
        return json(200, { data: items.map(v2Trigger) }, pageHeaders(call, page, total));
      },
    },
    {
      api: 'v2',
      method: 'POST',
      path,
      procedure: 'triggers.add',
      scope: 'hooks:write',
      summary: 'Add a trigger; an existing one is returned unchanged',
      body: v2.createTrigger,
      success: { status: 201, schema: v2.trigger, description: 'The trigger' },
      async run(call) {
        const trigger = await addTrigger(call, v2HookAddress(call), fieldsOf(call.body));
        return json(201, { data: v2Trigger(trigger) });
      },
    },
    {
      api: 'v2',
      method: 'POST',
      path: `${path}/bulk`,
      procedure: 'triggers.addMany',
      scope: 'hooks:write',
      summary: 'Add up to 500 triggers',
      body: v2.createTriggers,
      success: { status: 201, schema: v2.trigger.array(), description: 'The triggers, in order' },
      otherwise: {
        status: 207,
        schema: v2.partlyCreatedTriggers,
        description: 'In order: a trigger, or the reason for its refusal',
      },
      async run(call) {
        const items = arrayOf(unwrap(call.body, 'triggers'), null, TRIGGERS_BULK_MAX);
        const address = v2HookAddress(call);
        const result = await call.caller.triggers.addMany({
          ...address,
          triggers: items.map(decodeTrigger),
        });
        const data = result.items.map((item, index) =>
          item.ok ? v2Trigger(item.trigger) : refusedTrigger(item, items[index]),
        );
        return json(result.items.every((item) => item.ok) ? 201 : 207, { data });
      },
    },
    {
      api: 'v2',
      method: 'DELETE',
      path: `${path}/bulk`,
      procedure: 'triggers.removeMany',
      scope: 'hooks:write',
      summary: 'Remove up to 500 triggers by id',
      body: v2.deleteTriggers,
      success: { status: 200, schema: v2.deletedTriggers, description: 'All were removed' },
      otherwise: {
        status: 207,
        schema: v2.partlyDeletedTriggers,
        description: 'Some did not exist',
      },
      async run(call) {
        const ids = readIds(unwrap(call.body, 'ids'), isFields(call.body) ? 'ids' : null);
        const address = v2HookAddress(call);
        const { removed, missing } = await call.caller.triggers.removeMany({
          ...address,
          triggerIds: ids,
        });
        const succeeded = removed.map(String);
        if (missing.length === 0) return json(200, { data: { succeeded } });
        return json(207, { data: { succeeded, failed: missing.map(String) } });
      },
    },
    {
      api: 'v2',
      method: 'DELETE',
      path: `${path}/{id}`,
      procedure: 'triggers.removeMany',
      scope: 'hooks:write',
      summary: 'Remove a trigger',
      success: { status: 204, description: 'Removed' },
      async run(call) {
        await removeOne(call, v2HookAddress(call));
        return noContent();
      },
    },
  ];
}

/** The body is the array itself. Clients that can send only objects put it under a key. */
function unwrap(body: unknown, key: string): unknown {
  return isFields(body) ? (body[key] ?? body) : body;
}
