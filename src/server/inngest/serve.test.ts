import { describe, expect, it } from 'vitest';
import { createHarness, TEST_SIGNING_KEY } from '../../../tests/support/inngest-harness';
import { runBody, signedRequest, VERSION_UNDECIDED } from './embedded/protocol';

const ORIGIN = 'http://localhost:3000/api/inngest';
const RUN_URL = `${ORIGIN}?fnId=gancho-a&stepId=step`;
const body = runBody({
  url: RUN_URL,
  event: { name: 'x', id: 'e', ts: 1, data: {} },
  runId: 'run',
  attempt: 0,
  attemptsMax: 1,
  version: VERSION_UNDECIDED,
});

function createCounted() {
  const counted = { runs: 0 };
  const { handler } = createHarness((inngest) => [
    inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 0 }, () => {
      counted.runs += 1;
    }),
  ]);
  return { counted, handler };
}

const sign = (overrides: { signingKey?: string; nowMs?: number } = {}) =>
  signedRequest('POST', RUN_URL, body, {
    signingKey: TEST_SIGNING_KEY,
    nowMs: Date.now(),
    ...overrides,
  });

function without(request: Request, header: string): Request {
  const headers = new Headers(request.headers);
  headers.delete(header);
  return new Request(request, { headers });
}

describe('a run request', () => {
  it('is served when signed with the key', async () => {
    const { counted, handler } = createCounted();
    expect((await handler(sign())).status).toBe(200);
    expect(counted.runs).toBe(1);
  });

  it.each([
    ['without a signature', () => without(sign(), 'x-inngest-signature')],
    ['signed with another key', () => sign({ signingKey: `signkey-embedded-${'0'.repeat(64)}` })],
    ['signed six minutes ago', () => sign({ nowMs: Date.now() - 6 * 60_000 })],
    ['signed six minutes ahead', () => sign({ nowMs: Date.now() + 6 * 60_000 })],
    [
      'whose body was changed',
      () => new Request(RUN_URL, { method: 'POST', headers: sign().headers, body: '{}' }),
    ],
  ])('%s is refused and runs nothing', async (_case, request) => {
    const { counted, handler } = createCounted();
    const response = await handler(request());
    expect(response.status).toBe(401);
    expect(counted.runs).toBe(0);
  });
});

describe('to a stranger', () => {
  it.each(['GET', 'PUT', 'POST'])('%s gets only a refusal', async (method) => {
    const { handler } = createCounted();
    const init = { method, headers: { host: 'localhost', 'x-inngest-signature': 't=1&s=00' } };
    const withBody = method === 'GET' ? init : { ...init, body: '{}' };
    for (const request of [new Request(RUN_URL, withBody), new Request(RUN_URL, { method })]) {
      const response = await handler(request);
      expect(response.status).toBe(401);
      const text = await response.text();
      expect(text).toBe('{"message":"Unauthorized"}');
      expect(JSON.stringify([...response.headers])).not.toContain('signkey');
    }
  });

  it('bad JSON, a missing host and a huge body bring no stack trace', async () => {
    const { handler } = createCounted();
    const signature = { 'x-inngest-signature': 't=1&s=00' };
    const host = { ...signature, host: 'localhost' };
    const requests: [Request, number][] = [
      [new Request(RUN_URL, { method: 'POST', headers: host, body: '{' }), 400],
      [new Request(RUN_URL, { headers: signature }), 500],
      [
        new Request(RUN_URL, { method: 'POST', headers: { ...host, 'content-length': '9999999' } }),
        413,
      ],
    ];
    for (const [request, status] of requests) {
      const response = await handler(request);
      expect(response.status).toBe(status);
      expect(await response.text()).not.toMatch(/stack|node_modules/);
    }
  });
});

describe('introspection', () => {
  it('by the holder of the key does not return a key', async () => {
    const { handler } = createCounted();
    const signed = signedRequest('PUT', ORIGIN, '', {
      signingKey: TEST_SIGNING_KEY,
      nowMs: Date.now(),
    });
    const response = await handler(new Request(ORIGIN, { headers: signed.headers }));
    const text = await response.text();
    expect(text).not.toContain(TEST_SIGNING_KEY.replace('signkey-embedded-', ''));
  });
});
