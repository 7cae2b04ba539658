import { claimUpTo } from '@tests/factories/claims';
import { createRestClient } from '@tests/factories/rest-client';
import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { expect, it } from 'vitest';
import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import type { Claimed } from './claim';
import { decideBatch, type Result } from './decide-batch';
import { record } from './recorder';
import { hookRow, resultRow } from './result-rows';

const stage = useEngineStage();

/** All fields have different values. */
const ANSWER: AttemptRecord = {
  outcome: 'failure',
  error: { code: 'http_status', params: { status: 503 } },
  status: 503,
  responseHeaders: [
    ['X-Answered', 'response header'],
    ['set-cookie', 'one'],
    ['set-cookie', 'two'],
  ],
  responseBody: Buffer.from('response body'),
  responseBodyTruncated: true,
  retryAfterSeconds: 77,
  remoteAddress: '192.0.2.7',
  retriedOnFreshSocket: false,
  requestHeaders: { 'x-sent': 'request header', constructor: 'as any other' },
  timing: {
    startedAt: performance.now(),
    dnsMs: 1.25,
    connectMs: 2.5,
    tlsMs: 3.75,
    firstByteMs: 4.5,
    totalMs: 1234,
  },
};

type Rows = {
  attempt: Record<string, unknown>;
  delivery: Record<string, unknown>;
  queue: Record<string, unknown> | null;
  hook: Record<string, unknown>;
  latency: number[];
};

async function claimOne(): Promise<{ claimed: Claimed; worker: number }> {
  const { world, engine, tenant } = stage;
  await insertHook(world, { ...tenant, destinationUrl: 'https://receiver.example/' });
  await engine.publish(tenant, [4711]);
  await engine.dispatchOnly();
  const [row] = await world.db.engine<{ id: number }[]>`
    SELECT gancho.register_worker('rows') AS id`;
  const worker = row?.id ?? 0;
  const [claimed] = await claimUpTo(world.db.engine, worker, { quick: 10 });
  if (!claimed) throw new Error('nothing was claimed');
  return { claimed, worker };
}

function readRows({ hookId, deliveryId }: Claimed): Promise<Rows> {
  return asEngine(stage.world.db, async (tx) => {
    const [row] = await tx<Rows[]>`
      SELECT to_json(a) AS attempt, to_json(d) AS delivery, to_json(q) AS queue, to_json(h) AS hook,
        (SELECT latency FROM gancho.hook_hours WHERE hook_id = ${hookId}) AS latency
      FROM gancho.attempts a
      JOIN gancho.deliveries d ON d.hook_id = a.hook_id AND d.id = a.delivery_id
      JOIN gancho.hook_queue h ON h.hook_id = a.hook_id
      LEFT JOIN gancho.queue q ON q.hook_id = a.hook_id AND q.delivery_id = a.delivery_id
      WHERE a.hook_id = ${hookId} AND a.delivery_id = ${deliveryId} AND a.n = 1`;
    if (!row) throw new Error('no attempt was written');
    return row;
  });
}

/** Some values print microseconds and some print milliseconds. */
function expectMoment(text: unknown, ms: number): void {
  expect(Math.abs(new Date(String(text)).getTime() - ms)).toBeLessThan(2);
}

function expectAttempt(attempt: Rows['attempt'], result: Result) {
  const startedMs = ANSWER.timing.startedAt + result.claimed.monotonicOffsetMs;
  const { started_at, finished_at, ...others } = attempt;
  expect(others).toEqual({
    delivery_id: result.claimed.deliveryId,
    n: 1,
    company_id: stage.tenant.companyId,
    hook_id: result.claimed.hookId,
    outcome: 'failure',
    error: ANSWER.error,
    response_status: 503,
    timing: { dns: 1.25, connect: 2.5, tls: 3.75, first_byte: 4.5, total: 1234 },
    remote_address: '192.0.2.7',
    request_headers: { 'x-sent': 'request header', constructor: 'as any other' },
    response_headers: { 'x-answered': 'response header', 'set-cookie': ['one', 'two'] },
    response_body: `\\x${Buffer.from('response body').toString('hex')}`,
    is_response_truncated: true,
  });
  expectMoment(started_at, startedMs);
  expectMoment(finished_at, startedMs + 1234);
}

it('writes every field of a result to its own column, and REST shows it', async () => {
  const { claimed, worker } = await claimOne();
  const result = { claimed, record: ANSWER };
  await record(stage.world.db.engine, worker, [result]);

  const { attempt, delivery, queue, hook, latency } = await readRows(claimed);
  expectAttempt(attempt, result);
  expect(delivery).toMatchObject({
    status: 'retrying',
    reason: ANSWER.error,
    attempts: 1,
    response_status: 503,
    finished_at: null,
  });
  const startedMs = ANSWER.timing.startedAt + claimed.monotonicOffsetMs;
  for (const key of ['first_attempt_at', 'last_attempt_at'] as const)
    expectMoment(delivery[key], startedMs);
  expect(delivery.next_attempt_at).toBe(queue?.due_at);
  expect(queue).toMatchObject({ worker: null, attempt: 1, is_test: false });
  expect(hook).toMatchObject({
    in_flight: 0,
    failure_streak: 1,
    last_success_at: null,
    last_error: ANSWER.error,
    // The first answer is also the average.
    answer_ms: 1234,
    is_quick: false,
    is_enabled: true,
  });
  expectMoment(hook.failing_since, startedMs);
  expectMoment(hook.last_failure_at, startedMs + 1234);
  expect(latency.reduce((sum, n) => sum + n, 0)).toBe(1);

  const { companyId, projectId } = stage.tenant;
  const rest = createRestClient(stage.world);
  const path = `/rest/v2.0/companies/${companyId}/projects/${projectId}/webhooks/hooks/${claimed.hookId}/deliveries/${claimed.deliveryId}`;
  const { body } = await rest.call('GET', path, await rest.signIn(companyId));
  const [shown] = (body as { data: { delivery_attempts: Record<string, unknown>[] } }).data
    .delivery_attempts;
  expect(shown).toMatchObject({
    id: `${claimed.deliveryId}-1`,
    success: false,
    response_status: 503,
    response_body: 'response body',
    response_headers: { 'x-answered': 'response header' },
    response_error: 'http_status',
  });
  expectMoment(shown?.started_at, startedMs);
  expectMoment(shown?.completed_at, startedMs + 1234);
});

it('writes every field of a result that comes too late', async () => {
  const { claimed, worker } = await claimOne();
  await asEngine(
    stage.world.db,
    (tx) => tx`
      UPDATE gancho.queue SET attempt = attempt + 1 WHERE hook_id = ${claimed.hookId}`,
  );
  const result = { claimed, record: ANSWER };
  await record(stage.world.db.engine, worker, [result]);
  expectAttempt((await readRows(claimed)).attempt, result);
});

it('writes the times of a success that comes too late to their own columns', async () => {
  const { claimed, worker } = await claimOne();
  await asEngine(
    stage.world.db,
    (tx) => tx`
      UPDATE gancho.queue SET attempt = attempt + 1 WHERE hook_id = ${claimed.hookId}`,
  );
  const success = { ...ANSWER, outcome: 'success', error: null, status: 204 } as const;
  await record(stage.world.db.engine, worker, [{ claimed, record: success }]);
  const { delivery, queue } = await readRows(claimed);
  expect(queue).toBeNull();
  expect(delivery).toMatchObject({
    status: 'delivered',
    reason: null,
    response_status: 204,
    next_attempt_at: null,
  });
  const startedMs = ANSWER.timing.startedAt + claimed.monotonicOffsetMs;
  expectMoment(delivery.last_attempt_at, startedMs);
  expectMoment(delivery.finished_at, startedMs + 1234);
});

it('uses the column names of the database types', async () => {
  const { claimed } = await claimOne();
  const { decided, hooks } = decideBatch([{ claimed, record: ANSWER }], 0);
  const columnsOf = (type: string) =>
    stage.world.db.engine<{ name: string }[]>`
      SELECT attname AS name FROM pg_attribute WHERE attrelid = ${type}::regclass AND NOT attisdropped ORDER BY attnum`;
  for (const [type, rows] of [
    ['gancho.attempt_result', decided.map(resultRow)],
    ['gancho.hook_result', hooks.map(hookRow)],
  ] as const) {
    const names = (await columnsOf(type)).map(({ name }) => name);
    expect(rows.map(Object.keys)).toEqual([names]);
  }
});
