import { outboundRequest, SIGNING_KEY } from '@tests/factories/outbound-request';
import { createTestSender, type TestSender } from '@tests/factories/test-sender';
import { forThisMachine } from '@tests/support/patience.mjs';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let receiver: Receiver;
let sender: TestSender;

beforeEach(async () => {
  receiver = await startReceiver();
  sender = createTestSender({ version: '1.2.3', allowedPrivateCidrs: ['127.0.0.0/8'] });
});

afterEach(async () => {
  await sender.close();
  await receiver.close();
});

const request = (change: Parameters<typeof outboundRequest>[0] | object = {}) =>
  outboundRequest({ url: `${receiver.url}/hook?a=b`, ...change });

describe('the request to a receiver', () => {
  it('is one POST of exactly the body, that standardwebhooks and svix both verify', async () => {
    const sent = request({ headers: { Authorization: 'Bearer abc' }, attempt: 4 });
    const record = await sender.send(sent);
    expect(record).toMatchObject({ outcome: 'success', error: null, status: 200 });
    const [got] = await receiver.waitFor(1);
    expect(got).toMatchObject({ method: 'POST', path: '/hook?a=b' });
    expect(got?.body.toString()).toBe(sent.body);
    expect(got?.headers).toMatchObject({
      authorization: 'Bearer abc',
      'content-type': 'application/json',
      'user-agent': 'Gancho/1.2.3',
      'webhook-id': sent.webhookId,
      'webhook-attempt': '4',
      'webhook-hops': '1',
      host: `127.0.0.1:${receiver.port}`,
    });
    expect(got?.headers['webhook-test']).toBeUndefined();
    const secret = SIGNING_KEY.toString('base64');
    for (const verifier of [new StandardWebhook(secret), new SvixWebhook(secret)]) {
      expect(verifier.verify(got?.body.toString() ?? '', got?.headers ?? {})).toMatchObject({
        id: 1,
      });
    }
    expect(record.requestHeaders).toMatchObject({ Authorization: '********' });
  });

  it('verifies with the old and with the new secret during a rotation, and with no other', async () => {
    const keys = [Buffer.alloc(32, 1), Buffer.alloc(24, 2)];
    await sender.send(request({ signingSecrets: keys, isTest: true }));
    const [got] = await receiver.waitFor(1);
    const verify = (key: Buffer) =>
      new StandardWebhook(key.toString('base64')).verify(
        got?.body.toString() ?? '',
        got?.headers ?? {},
      );
    for (const key of keys) expect(verify(key)).toMatchObject({ id: 1 });
    expect(() => verify(Buffer.alloc(32, 3))).toThrow();
    expect(got?.headers['webhook-test']).toBe('true');
  });
});

describe('the record of an answer', () => {
  it.each([200, 201, 202, 204, 299])('%d is a success', async (status) => {
    receiver.respondWith({ raw: `HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n` });
    expect(await sender.send(request())).toMatchObject({ outcome: 'success', error: null, status });
  });

  it.each([
    [301, 'failure', 'redirect'],
    [302, 'failure', 'redirect'],
    [304, 'failure', 'redirect'],
    [307, 'failure', 'redirect'],
    [400, 'failure', 'http_status'],
    [404, 'failure', 'http_status'],
    [410, 'gone', 'gone'],
    [500, 'failure', 'http_status'],
    [503, 'failure', 'http_status'],
  ])('%d is a %s', async (status, outcome, code) => {
    receiver.respondWith({ status, headers: { location: `${receiver.url}/elsewhere` } });
    const record = await sender.send(request());
    expect(record).toMatchObject({ outcome, error: { code, params: { status } }, status });
    expect(receiver.requests).toHaveLength(1);
  });

  it('keeps its headers, its body and its retry-after', async () => {
    const headers = { 'retry-after': '17', 'X-Two': ['a', 'b'] };
    receiver.respondWith({ status: 503, body: 'busy', headers });
    const record = await sender.send(request());
    expect(record.retryAfterSeconds).toBe(17);
    expect(record.responseBody?.toString()).toBe('busy');
    expect(record.responseBodyTruncated).toBe(false);
    expect(record.responseHeaders.filter(([name]) => name === 'x-two')).toEqual([
      ['x-two', 'a'],
      ['x-two', 'b'],
    ]);
    expect(record.remoteAddress).toBe('127.0.0.1');
  });

  it('reads them as UTF-8, or as latin1 if they are not UTF-8', async () => {
    const head = Buffer.from('HTTP/1.1 200 OK\r\nx-city: São Paulo\r\nx-old: ');
    const raw = Buffer.concat([
      head,
      Buffer.from('caf\xe9', 'latin1'),
      Buffer.from('\r\ncontent-length: 0\r\n\r\n'),
    ]);
    receiver.respondWith({ raw });
    const { responseHeaders } = await sender.send(request());
    expect(responseHeaders).toEqual(
      expect.arrayContaining([
        ['x-city', 'São Paulo'],
        ['x-old', 'café'],
      ]),
    );
  });

  it('is kept without the credentials in it', async () => {
    const location = `${receiver.url}/in?token=s3cret`;
    const headers = {
      location,
      'set-cookie': ['a=s3cret', 'b=s3cret'],
      'x-seen': 'our-own-s3cret',
    };
    receiver.respondWith({ status: 302, headers, body: 'our-own-s3cret' });
    const record = await sender.send(request({ headers: { 'X-Site': 'our-own-s3cret' } }));
    expect(record.error?.params.location).toMatch(/token=\*{8}$/);
    expect(record.responseHeaders.filter(([name]) => name === 'set-cookie')).toHaveLength(2);
    const kept = [record.error, record.requestHeaders, record.responseHeaders];
    expect(`${JSON.stringify(kept)} ${record.responseBody}`).not.toContain('s3cret');
  });

  it('ignores interim answers', async () => {
    receiver.respondWith({
      raw: 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 500 X\r\ncontent-length: 0\r\n\r\n',
    });
    expect(await sender.send(request())).toMatchObject({ status: 500, outcome: 'failure' });
  });

  it.each([
    ['garbage', 'not http at all\r\n\r\n', 'protocol'],
    ['an upgrade', 'HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', 'protocol'],
    ['too many headers', `HTTP/1.1 200 X\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 'headers_too_large'],
  ])('%s is an invalid response', async (_what, raw, reason) => {
    receiver.respondWith({ raw });
    const record = await sender.send(request());
    expect(record.error).toEqual({ code: 'invalid_response', params: { reason } });
  });
});

describe('bodies', () => {
  it('of 16 KiB are kept whole, longer ones are cut there, and both are successes', async () => {
    receiver.respondWith({ body: 'x'.repeat(16_384) });
    const whole = await sender.send(request());
    expect(whole).toMatchObject({ outcome: 'success', responseBodyTruncated: false });
    expect(whole.responseBody).toHaveLength(16_384);
    receiver.respondWith({ body: 'x'.repeat(50_000_000) });
    const huge = await sender.send(request());
    expect(huge).toMatchObject({ outcome: 'success', responseBodyTruncated: true });
    expect(huge.responseBody).toHaveLength(16_384);
    await receiver.waitForNoConnections();
  });

  it.each([
    [200, 'success'],
    [500, 'failure'],
    [410, 'gone'],
  ])(
    'that drip without end are abandoned at the deadline, and the status %d counts',
    async (status, outcome) => {
      receiver.respondWith({ mode: 'drip', status, dripEveryMs: 10 });
      const record = await sender.send(request({ timeoutMs: 200 }));
      expect(record).toMatchObject({ outcome, status, responseBodyTruncated: true });
      expect(record.timing.totalMs).toBeGreaterThan(190);
      expect(record.timing.totalMs).toBeLessThan(forThisMachine(1_000));
      await receiver.waitForNoConnections();
    },
  );

  it('that break off do not change the status', async () => {
    receiver.respondWith({ mode: 'cut', status: 201, body: 'half' });
    const record = await sender.send(request());
    expect(record).toMatchObject({ outcome: 'success', status: 201, responseBodyTruncated: true });
    expect(record.responseBody?.toString()).toBe('half');
  });
});

it('refuses to send when closed, and close waits for requests in flight', async () => {
  receiver.respondWith({ delayMs: 100 });
  const sending = sender.send(request());
  await receiver.waitFor(1);
  await sender.close();
  expect(await sending).toMatchObject({ outcome: 'success' });
  await receiver.waitForNoConnections();
  await expect(sender.send(request())).rejects.toThrow('our own failure: internal sender_closed');
});
