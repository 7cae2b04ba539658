import { empty } from '@/contracts/rest/system';
import { v1 } from '@/contracts/rest/v1';
import { TRIGGERS_BULK_MAX, type Trigger } from '@/contracts/triggers';
import type { Fields } from '@/contracts/wire/fields';
import { decodeTrigger, refusedTrigger, triggerProblem, v1Trigger } from '@/contracts/wire/trigger';
import { invalidInput, notFound } from '@/domain/errors';
import { toServiceError } from '@/server/trpc/errors';
import { json } from '../http';
import { v1List, WHOLE_QUERY } from '../paging';
import { arrayOf, fieldsOf, pathId, readId } from '../reading';
import type { ApiCall, ApiRoute } from '../route';
import { v1HookAddress } from '../v1-tenant';
import { V1_TENANT_QUERY } from './v1-hooks';

const TRIGGERS = '/rest/v1.0/webhooks/hooks/{hook_id}/triggers';

const addressOf = (call: ApiCall) =>
  v1HookAddress(call, pathId(call.params, 'hook_id', 'The hook'));

export const v1TriggerRoutes: readonly ApiRoute[] = [
  {
    api: 'v1',
    method: 'GET',
    path: TRIGGERS,
    procedure: 'triggers.list',
    scope: 'hooks:read',
    summary: 'List the triggers of a hook',
    query: { ...V1_TENANT_QUERY, ...WHOLE_QUERY },
    success: { status: 200, schema: v1.trigger.array(), description: 'All triggers' },
    async run(call) {
      const { items } = await call.caller.triggers.list(await addressOf(call));
      return v1List(call, items.map(v1Trigger));
    },
  },
  {
    api: 'v1',
    method: 'POST',
    path: TRIGGERS,
    procedure: 'triggers.add',
    scope: 'hooks:write',
    summary: 'Add a trigger; an existing one is returned unchanged',
    query: V1_TENANT_QUERY,
    body: v1.createTrigger,
    success: { status: 201, schema: v1.trigger, description: 'The trigger' },
    async run(call) {
      const item = fieldsOf(fieldsOf(call.body).trigger, 'trigger');
      return json(201, v1Trigger(await addTrigger(call, await addressOf(call), item)));
    },
  },
  {
    api: 'v1',
    method: 'POST',
    path: `${TRIGGERS}/bulk`,
    procedure: 'triggers.addMany',
    scope: 'hooks:write',
    summary: 'Add up to 500 triggers',
    query: V1_TENANT_QUERY,
    body: v1.createTriggers,
    success: { status: 200, schema: v1.createdTriggers, description: 'All were added' },
    otherwise: { status: 207, schema: v1.partlyCreatedTriggers, description: 'Some were refused' },
    async run(call) {
      const items = arrayOf(fieldsOf(call.body).triggers, 'triggers', TRIGGERS_BULK_MAX);
      const address = await addressOf(call);
      const result = await call.caller.triggers.addMany({
        ...address,
        triggers: items.map(decodeTrigger),
      });
      const success = result.items.flatMap((item) => (item.ok ? [v1Trigger(item.trigger)] : []));
      const failed = result.items.flatMap((item, index) =>
        item.ok ? [] : [refusedTrigger(item, items[index])],
      );
      return failed.length === 0 ? json(200, { success }) : json(207, { success, failed });
    },
  },
  {
    api: 'v1',
    method: 'DELETE',
    path: `${TRIGGERS}/bulk`,
    procedure: 'triggers.removeMany',
    scope: 'hooks:write',
    summary: 'Remove up to 500 triggers by id',
    query: V1_TENANT_QUERY,
    body: v1.deleteTriggers,
    success: { status: 200, schema: v1.deletedTriggers, description: 'All were removed' },
    otherwise: {
      status: 207,
      schema: v1.partlyDeletedTriggers,
      description: 'Some did not exist',
    },
    async run(call) {
      const ids = readIds(fieldsOf(call.body).triggers, 'triggers');
      const address = await addressOf(call);
      const { removed, missing } = await call.caller.triggers.removeMany({
        ...address,
        triggerIds: ids,
      });
      if (missing.length === 0) return json(200, { success: removed });
      const failed = missing.map((id) => ({ code: '404', message: 'Not Found', trigger: id }));
      return json(207, { success: removed, failed });
    },
  },
  {
    api: 'v1',
    method: 'DELETE',
    path: `${TRIGGERS}/{id}`,
    procedure: 'triggers.removeMany',
    scope: 'hooks:write',
    summary: 'Remove a trigger',
    query: V1_TENANT_QUERY,
    success: { status: 200, schema: empty, description: 'An empty object' },
    async run(call) {
      await removeOne(call, await addressOf(call));
      return json(200, {});
    },
  },
];

/** @throws ServiceError `invalid_input` under the names that the client sent */
export async function addTrigger(call: ApiCall, address: Address, item: Fields): Promise<Trigger> {
  try {
    return await call.caller.triggers.add({ ...address, ...decodeTrigger(item) });
  } catch (cause) {
    const error = toServiceError(cause);
    if (error.code !== 'invalid_input') throw error;
    throw invalidInput(error.details.map((detail) => triggerProblem(item, detail)));
  }
}

/** @throws ServiceError `invalid_input` that names the first value that is not an id */
export function readIds(value: unknown, field: string | null): number[] {
  return arrayOf(value, field, TRIGGERS_BULK_MAX).map((item, index) => {
    const id = readId(item);
    const position = field === null ? { field, index } : { field: `${field}.${index}` };
    if (id === null)
      throw invalidInput([{ ...position, code: 'invalid', message: 'is not an id.' }]);
    return id;
  });
}

type Address = Parameters<ApiCall['caller']['triggers']['list']>[0];

/** @throws ServiceError `not_found` */
export async function removeOne(call: ApiCall, address: Address): Promise<void> {
  const id = pathId(call.params, 'id', 'The trigger');
  const { missing } = await call.caller.triggers.removeMany({ ...address, triggerIds: [id] });
  if (missing.length > 0) throw notFound('The trigger');
}
