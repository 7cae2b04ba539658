import { ownClock } from '@tests/factories/own-clock';
import { silentLog } from '@tests/factories/silent-log';
import { NonRetriableError, RetryAfterError } from 'inngest';
import { describe, expect, it } from 'vitest';
import { TEST_SIGNING_KEY } from '../../../../tests/support/inngest-harness';
import { createInngestClient, type InngestClient } from '../client';
import { createServeHandler } from '../serve';
import { createEngineFetch } from './engine-fetch';
import failureEvent from './fixtures/failure-event.json';
import registrationFixture from './fixtures/registration.json';
import responses from './fixtures/responses.json';
import runRequest from './fixtures/run-request.json';
import { readPlans } from './plan';
import { decidedVersion, readOutcome, retryAfterMs, runBody, signedRequest } from './protocol';

const signing = () => ({ signingKey: TEST_SIGNING_KEY, nowMs: Date.now() });
const failures: unknown[] = [];

/** A function that does what its event says, so that the test can produce every answer of the SDK. */
const defineRelay = (client: InngestClient) => [
  client.createFunction(
    {
      id: 'relay',
      name: 'Relay',
      triggers: [{ event: 'demo/x' }, { cron: '*/5 * * * *' }],
      retries: 2,
      onFailure: ({ error, event }) => {
        failures.push([error.message, event.data.event.data]);
      },
    },
    async ({ event, attempt, step }) => {
      const task = (event.data as { do?: unknown }).do;
      if (task === 'fail') throw new Error('no');
      if (task === 'never') throw new NonRetriableError('never');
      if (task === 'later') throw new RetryAfterError('later', '90s');
      if (task === 'sleep') await step.sleep('nap', '1h');
      return task === 'return' ? { attempt } : undefined;
    },
  ),
];

function createSdk() {
  const registrations: unknown[] = [];
  const fetch = createEngineFetch({
    onEvents: () => [],
    onRegistration: (body) => registrations.push(body),
  });
  const client = createInngestClient({
    mode: 'embedded',
    signingKey: TEST_SIGNING_KEY,
    fetch,
    clock: ownClock,
    log: silentLog,
  });
  return { handler: createServeHandler(client, defineRelay(client)), registrations };
}

const post = (fnId: string, body: unknown): Request =>
  signedRequest(
    'POST',
    `http://engine.invalid/api/inngest?fnId=${fnId}&stepId=step`,
    body,
    signing(),
  );

describe('what the SDK sends', () => {
  it('as a registration is the source of the plans', async () => {
    const { handler, registrations } = createSdk();
    await handler(signedRequest('PUT', 'http://engine.invalid/api/inngest', {}, signing()));
    expect(registrations).toEqual([expect.objectContaining(registrationFixture)]);
    expect(readPlans(registrationFixture)).toEqual([
      {
        id: 'gancho-relay',
        url: 'http://engine.invalid/api/inngest?fnId=gancho-relay&stepId=step',
        events: ['demo/x'],
        crons: ['*/5 * * * *'],
        attemptsMax: 3,
        failureOf: null,
      },
      {
        id: 'gancho-relay-failure',
        url: 'http://engine.invalid/api/inngest?fnId=gancho-relay-failure&stepId=step',
        events: ['inngest/function.failed'],
        crons: [],
        attemptsMax: 2,
        failureOf: 'gancho-relay',
      },
    ]);
  });

  it.each(Object.entries(responses))(
    'as the answer "%s" matches the recording',
    async (task, expected) => {
      const { handler } = createSdk();
      const event = { ...runRequest.event, data: { do: task } };
      const response = await handler(
        post('gancho-relay', { ...runRequest, event, events: [event] }),
      );
      expect(response.status).toBe(expected.status);
      expect(Object.fromEntries(response.headers)).toMatchObject(expected.headers);
      expect(await response.json()).toMatchObject(expected.body ?? {});
    },
  );

  it('to an onFailure function carries the error and the event', async () => {
    const { handler } = createSdk();
    const body = { ...runRequest, event: failureEvent, events: [failureEvent] };
    const response = await handler(post('gancho-relay-failure', body));
    expect(response.status).toBe(200);
    expect(failures).toEqual([['no', { do: 'fail' }]]);
  });
});

describe('the protocol of the engine', () => {
  it('sends this request', () => {
    const { event } = runRequest;
    const call = { url: '', event, runId: 'run-1', attempt: 1, attemptsMax: 3, version: -1 };
    expect(runBody(call)).toEqual(runRequest);
  });

  it.each(Object.entries(responses))(
    'gives the recorded outcome for the answer "%s"',
    async (_task, recorded) => {
      const { status, headers, body, outcome } = recorded;
      const response = new Response(JSON.stringify(body), {
        status,
        headers: new Headers(headers),
      });
      expect(decidedVersion(response)).toBe(2);
      expect(await readOutcome(response)).toEqual(outcome);
    },
  );

  it('treats a page of a proxy as a retriable failure', async () => {
    const outcome = await readOutcome(new Response('Bad Gateway', { status: 502 }));
    expect(outcome).toMatchObject({ isRetriable: true, error: { message: 'Bad Gateway' } });
  });

  it.each([
    ['90', 90_000],
    ['-1', 0],
    ['2026-01-01T00:01:00.000Z', 60_000],
    ['Thu, 01 Jan 2026 00:02:00 GMT', 120_000],
    ['soon', null],
    [null, null],
  ])('for retry-after %s is %s ms', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-01-01T00:00:00Z'))).toBe(ms);
  });
});
