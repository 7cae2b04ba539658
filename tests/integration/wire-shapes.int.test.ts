import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import { openRestWorld, type RestWorld } from '@tests/factories/rest-client';
import { asEngine, insertHook } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '@/contracts/deliveries';
import type { EVENT_FIELDS } from '@/contracts/events';
import type { V1Delivery, v1 } from '@/contracts/rest/v1';
import type { V2Delivery, v2 } from '@/contracts/rest/v2';
import { PAYLOAD_VERSIONS, type PayloadVersion } from '@/domain/payload/version';
import { createCaller } from '@/server/trpc/root';

type Row = Record<string, unknown>;
/** The compiler requires a line for each new field. */
type Every<Shape> = Record<keyof Shape, unknown>;

const database = useDatabase();
let rest: RestWorld;
let engine: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  rest = await openRestWorld(database.url);
  engine = createTestEngine(rest.world);
  receiver = await startReceiver({
    respond: { status: 503, headers: { 'x-reply': 'later' }, body: 'not now' },
  });
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
  await rest.world.db.close();
});

const call = async (method: string, path: string, body?: unknown, query = '') => {
  const options = body === undefined ? { query } : { body, query };
  const answer = await rest.client.call(method, path, rest.token, options);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body as unknown;
};
const v1Path = (hookId: number) => `/rest/v1.0/webhooks/hooks/${hookId}`;
const ofProject = () =>
  `/rest/v2.0/companies/${rest.tenant.companyId}/projects/${rest.tenant.projectId}/webhooks`;
const v2Path = (hookId: number) => `${ofProject()}/hooks/${hookId}`;
const trpc = () => createCaller({ ...rest.world.services, actor: rest.world.ctx.actor });
const newHook = (payloadVersion: PayloadVersion = 'v4.0') =>
  insertHook(rest.world, {
    ...rest.tenant,
    destinationUrl: receiver.url,
    payloadVersion,
    selected: [],
  });

describe('every field of a trigger is written and read back', () => {
  const choice = { resource_name: 'Submittals', event_type: 'delete' };
  const tenant = () => ({ company_id: rest.tenant.companyId, project_id: rest.tenant.projectId });

  async function stored(hookId: number): Promise<Row> {
    const [row] = await asEngine(
      rest.world.db,
      (tx) => tx<Row[]>`
        SELECT t.id, t.hook_id, t.company_id, t.project_id, t.resource_name, t.event_type FROM gancho.triggers t
        WHERE t.hook_id = ${hookId}`,
    );
    expect(row).toMatchObject({ ...choice, ...tenant(), hook_id: hookId });
    return row ?? {};
  }

  it('through v1.0', async () => {
    const { hookId } = await newHook();
    const made = await call('POST', `${v1Path(hookId)}/triggers`, { ...tenant(), trigger: choice });
    const expected: Every<typeof v1.trigger.shape> = {
      id: (await stored(hookId)).id,
      webhook_hook_id: hookId,
      resource_name: 'Submittals',
      resource_id: null,
      event_type: 'DELETE',
      ...tenant(),
      user_id: null,
    };
    expect(made).toEqual(expected);
    expect(await call('GET', `${v1Path(hookId)}/triggers`)).toEqual([expected]);
  });

  it('through v2.0', async () => {
    const { hookId } = await newHook();
    const made = await call('POST', `${v2Path(hookId)}/triggers`, choice);
    const expected: Every<typeof v2.trigger.shape> = {
      id: String((await stored(hookId)).id),
      webhook_hook_id: String(hookId),
      ...choice,
      company_id: null,
      project_id: String(rest.tenant.projectId),
    };
    expect(made).toEqual({ data: expected });
    expect(await call('GET', `${v2Path(hookId)}/triggers`)).toEqual({ data: [expected] });
  });

  it('through tRPC', async () => {
    const { hookId } = await newHook();
    const made = await trpc().triggers.add({
      ...rest.tenant,
      hookId,
      resourceName: 'Submittals',
      eventType: 'delete',
    });
    const { id } = await stored(hookId);
    expect(made).toMatchObject({ id, hookId, resourceName: 'Submittals', eventType: 'delete' });
  });
});

describe('every field of an event', () => {
  type Field = keyof typeof EVENT_FIELDS;
  const published = () =>
    ({
      resource_name: 'RFIs',
      resource_id: 4711,
      event_type: 'update',
      reason: 'update',
      project_id: rest.tenant.projectId,
      user_id: 3001,
      timestamp: `${new Date(Date.now() - 3_600_000).toISOString().slice(0, -1)}500Z`,
      idempotency_key: `shapes-${Math.random()}`,
      metadata: { source_operation_id: '5f1f9d3e', own: 12.5 },
      related_resources: [{ id: 1234, name: 'Direct Costs' }],
      data: { status: 'open' },
    }) satisfies Every<typeof EVENT_FIELDS>;
  const events = () => `/rest/v2.0/companies/${rest.tenant.companyId}/events`;

  it('is in its row', async () => {
    const event = published();
    const { data } = (await call('POST', events(), event)) as {
      data: [{ id: string; ulid: string; duplicate: boolean }];
    };
    const answer: Every<typeof v2.published.shape> = data[0];
    expect(Object.keys(answer).sort()).toEqual(['duplicate', 'id', 'ulid']);
    const [row] = await asEngine(
      rest.world.db,
      (tx) => tx<Row[]>`
        SELECT to_jsonb(e) || jsonb_build_object('idempotency_key', (
          SELECT k.key FROM gancho.idempotency_keys k WHERE k.event_id = e.id)) AS event
        FROM gancho.events e WHERE e.id = ${data[0].id}`,
    );
    const expected: Record<Exclude<Field, 'reason'>, unknown> = {
      ...event,
      resource_id: '4711',
      user_id: '3001',
      timestamp: undefined,
    };
    const { reason: _, timestamp: __, ...columns } = expected as Row;
    expect(row?.event).toMatchObject({ ...columns, ulid: data[0].ulid });
    const occurredAt = Date.parse(String((row?.event as Row | undefined)?.occurred_at));
    expect(occurredAt).toBe(Date.parse(event.timestamp));
  });

  /** Where each version of the payload shows it; null if it does not. */
  const SHOWN: Record<Field, Record<PayloadVersion, string | null>> = {
    resource_name: { 'v2.0': 'resource_name', 'v3.0': 'resource_name', 'v4.0': 'resource_type' },
    resource_id: { 'v2.0': 'resource_id', 'v3.0': 'resource_id', 'v4.0': 'resource_id' },
    event_type: { 'v2.0': 'event_type', 'v3.0': 'event_type', 'v4.0': 'reason' },
    reason: { 'v2.0': 'event_type', 'v3.0': 'event_type', 'v4.0': 'reason' },
    project_id: { 'v2.0': 'project_id', 'v3.0': 'project_id', 'v4.0': 'project_id' },
    user_id: { 'v2.0': 'user_id', 'v3.0': 'user_id', 'v4.0': 'user_id' },
    timestamp: { 'v2.0': 'timestamp', 'v3.0': 'timestamp', 'v4.0': 'timestamp' },
    idempotency_key: { 'v2.0': null, 'v3.0': null, 'v4.0': null },
    metadata: { 'v2.0': 'metadata', 'v3.0': 'metadata', 'v4.0': null },
    related_resources: { 'v2.0': null, 'v3.0': 'related_resources', 'v4.0': null },
    data: { 'v2.0': null, 'v3.0': null, 'v4.0': 'data' },
  };

  it.each(PAYLOAD_VERSIONS)('is in the payload of %s, in both REST versions', async (version) => {
    const { hookId } = await newHook(version);
    await call('POST', `${v2Path(hookId)}/triggers`, {
      resource_name: 'RFIs',
      event_type: 'update',
    });
    const event = published();
    await call('POST', events(), event);
    await engine.dispatch();
    const [first] = (await call('GET', `${v1Path(hookId)}/deliveries`)) as { event: Row }[];
    const { data } = (await call('GET', `${v2Path(hookId)}/deliveries`)) as {
      data: [{ payload: Row }];
    };
    expect(data[0].payload).toEqual(first?.event);
    for (const [field, { [version]: key }] of Object.entries(SHOWN)) {
      if (key === null) continue;
      const value = event[field as Field];
      const isText = version === 'v4.0' && typeof value === 'number';
      const shown = isText ? String(value) : value;
      const found = data[0].payload[key];
      if (field === 'metadata') expect(found, field).toMatchObject(shown as Row);
      else expect({ [field]: found }).toEqual({ [field]: shown });
    }
  });
});

describe('every field of a delivery and its attempt is shown', () => {
  async function deliverOne(): Promise<{ hookId: number; delivery: Delivery }> {
    const { hookId } = await newHook();
    await call('POST', `${v2Path(hookId)}/triggers`, {
      resource_name: 'RFIs',
      event_type: 'create',
    });
    const { projectId } = rest.tenant;
    await engine.publish({ ...rest.tenant, projectId }, [8], { status: 'open' });
    await engine.dispatch();
    const { items } = await trpc().deliveries.list({ ...rest.tenant, hookId });
    const deliveryIds = items.map(({ id }) => id);
    const read = await trpc().deliveries.read({ ...rest.tenant, hookId, deliveryIds });
    const [delivery] = read.items;
    if (delivery === undefined) throw new Error('nothing was delivered');
    expect(delivery).toMatchObject({
      status: 'retrying',
      attempts: [
        {
          n: 1,
          outcome: 'failure',
          error: { code: 'http_status', params: { status: 503 } },
          responseStatus: 503,
          responseBody: 'not now',
          responseHeaders: expect.arrayContaining([['x-reply', 'later']]),
        },
      ],
    });
    return { hookId, delivery };
  }

  const response = ({ attempts: [attempt] }: Delivery) => ({
    response_status: 503,
    response_body: 'not now',
    response_headers: expect.objectContaining({ 'x-reply': 'later' }),
    response_error: 'http_status',
    started_at: attempt?.startedAt.toISOString(),
    completed_at: attempt?.finishedAt?.toISOString(),
  });

  it('through v1.0', async () => {
    const { hookId, delivery } = await deliverOne();
    const expected: Every<V1Delivery> = {
      id: delivery.id,
      event_id: delivery.eventId,
      event: JSON.parse(delivery.payload),
      outcome: 'retried',
      ...response(delivery),
    };
    expect(await call('GET', `${v1Path(hookId)}/deliveries`)).toEqual([expected]);
  });

  it('through v2.0', async () => {
    const { hookId, delivery } = await deliverOne();
    const attempt: Every<V2Delivery['delivery_attempts'][number]> = {
      id: `${delivery.id}-1`,
      success: false,
      ...response(delivery),
    };
    const expected: Every<V2Delivery> = {
      id: String(delivery.id),
      event_id: String(delivery.eventId),
      status: 'retrying',
      payload: JSON.parse(delivery.payload),
      created_at: delivery.createdAt.toISOString(),
      next_attempt_at: delivery.nextAttemptAt?.toISOString(),
      is_test: false,
      delivery_attempts: [attempt],
    };
    const path = `${v2Path(hookId)}/deliveries`;
    expect(await call('GET', path)).toEqual({ data: [expected] });
    expect(await call('GET', `${path}/${delivery.id}`)).toEqual({ data: expected });
  });
});
