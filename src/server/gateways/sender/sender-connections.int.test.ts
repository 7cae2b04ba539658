import { createServer, type Server, type Socket } from 'node:net';
import { outboundRequest } from '@tests/factories/outbound-request';
import { createTestSender, type TestSender } from '@tests/factories/test-sender';
import { forThisMachine } from '@tests/support/patience.mjs';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SenderOptions } from './sender';

let receiver: Receiver;
const senders: TestSender[] = [];

function open(options: Partial<SenderOptions> = {}): TestSender {
  const sender = createTestSender({
    version: '1',
    allowedPrivateCidrs: ['127.0.0.0/8'],
    ...options,
  });
  senders.push(sender);
  return sender;
}

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.close()));
  await receiver.close();
});

const request = (change: object = {}) => outboundRequest({ url: receiver.url, ...change });

describe('kept-alive connections', () => {
  it('carry one request after the other, and the timing shows it', async () => {
    const sender = open();
    const first = await sender.send(request());
    const second = await sender.send(request());
    expect(receiver.connectionCount).toBe(1);
    expect(first.timing.connectMs).toBeGreaterThan(0);
    expect(first.timing).toMatchObject({ dnsMs: null, tlsMs: null });
    expect(second.timing.connectMs).toBeNull();
    expect(second.timing.firstByteMs).toBeGreaterThan(0);
    expect(second.remoteAddress).toBe('127.0.0.1');
  });

  it('close after four idle seconds', async () => {
    const idleSince = performance.now();
    await open().send(request());
    await receiver.waitForNoConnections();
    expect(performance.now() - idleSince).toBeGreaterThan(3_500);
    expect(performance.now() - idleSince).toBeLessThan(forThisMachine(5_000));
  });

  it('are not used again when the receiver sends close', async () => {
    const sender = open();
    receiver.respondWith({ headers: { connection: 'close' } });
    await sender.send(request());
    expect(await sender.send(request())).toMatchObject({ outcome: 'success' });
    expect(receiver.connectionCount).toBe(2);
  });

  it('that break before a byte comes back are replaced once, within the attempt', async () => {
    const sender = open();
    receiver.respondWith((_request, index) => (index === 1 ? { mode: 'reset' } : {}));
    await sender.send(request());
    const record = await sender.send(request());
    expect(record).toMatchObject({ outcome: 'success', retriedOnFreshSocket: true });
    expect(record.timing.connectMs).toBeGreaterThan(0);
    expect(receiver.requests).toHaveLength(3);
    expect(receiver.requests[2]?.headers['webhook-id']).toBe(
      receiver.requests[1]?.headers['webhook-id'],
    );
  });

  it('are replaced only once', async () => {
    const sender = open();
    receiver.respondWith((_request, index) => (index > 0 ? { mode: 'reset' } : {}));
    await sender.send(request());
    const record = await sender.send(request());
    expect(record).toMatchObject({
      error: { code: 'connection_closed' },
      retriedOnFreshSocket: true,
    });
    expect(receiver.requests).toHaveLength(3);
  });

  it('survive a restart of the receiver without a failed attempt', async () => {
    const sender = open();
    await Promise.all(Array.from({ length: 5 }, () => sender.send(request())));
    receiver.dropConnections();
    const records = await Promise.all(Array.from({ length: 5 }, () => sender.send(request())));
    expect(records.map((record) => record.outcome)).toEqual(Array(5).fill('success'));
  });

  it('are bounded per origin, and hooks that share one take turns', async () => {
    const sender = open({ maxConnectionsPerOrigin: 2 });
    receiver.respondWith({ delayMs: 20 });
    const busy = Array.from({ length: 10 }, (_, n) =>
      sender.send(request({ hookId: 'busy', webhookId: `busy-${n}` })),
    );
    const quiet = sender.send(request({ hookId: 'quiet', webhookId: 'quiet' }));
    await Promise.all([...busy, quiet]);
    expect(receiver.connectionCount).toBe(2);
    const order = receiver.requests.map((one) => one.headers['webhook-id']);
    expect(order.indexOf('quiet')).toBeLessThan(6);
  });
});

describe('failures to answer', () => {
  it('a fresh connection that breaks is not retried', async () => {
    receiver.respondWith({ mode: 'reset' });
    const record = await open().send(request());
    expect(record).toMatchObject({
      outcome: 'failure',
      error: { code: 'connection_closed' },
      status: null,
      retriedOnFreshSocket: false,
    });
    expect(receiver.requests).toHaveLength(1);
  });

  it('a receiver that never answers ends exactly at the timeout', async () => {
    receiver.respondWith({ mode: 'never' });
    const record = await open().send(request({ timeoutMs: 300 }));
    expect(record.error).toEqual({ code: 'timeout_headers', params: { timeoutMs: 300 } });
    expect(record.timing.totalMs).toBeGreaterThan(295);
    expect(record.timing.totalMs).toBeLessThan(forThisMachine(1_000));
    await receiver.waitForNoConnections();
  });

  it('hundreds of hooks whose receiver never answers do not delay others', async () => {
    const sender = open();
    receiver.respondWith((got) => (got.path === '/never' ? { mode: 'never' } : {}));
    const stuck = Array.from({ length: 300 }, (_, n) =>
      sender.send(request({ url: `${receiver.url}/never`, hookId: `h${n}`, timeoutMs: 1_500 })),
    );
    await receiver.waitFor(300);
    const record = await sender.send(request());
    expect(record.outcome).toBe('success');
    expect(record.timing.totalMs).toBeLessThan(forThisMachine(500));
    await Promise.all(stuck);
  });

  it('a closed port is refused', async () => {
    const { port } = receiver;
    await receiver.close();
    const record = await open().send(request({ url: `http://127.0.0.1:${port}` }));
    expect(record).toMatchObject({ outcome: 'failure', error: { code: 'connect_refused' } });
  });

  it('a name that does not exist is reported as such', async () => {
    const failing = (code: string) => async () => {
      throw Object.assign(new Error(code), { code });
    };
    const url = 'https://receiver.test/';
    const missing = await open({ lookup: failing('ENOTFOUND') }).send(request({ url }));
    expect(missing.error).toEqual({ code: 'dns_not_found', params: { host: 'receiver.test' } });
  });
});

describe('a port that accepts and stays silent', () => {
  let server: Server;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('ends a TLS handshake at the connect timeout, and the connection with it', async () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const sender = open({ connectTimeoutMs: 200 });
    const record = await sender.send(request({ url: `https://127.0.0.1:${port}/` }));
    expect(record.error).toEqual({
      code: 'connect_timeout',
      params: { host: '127.0.0.1', stage: 'tls' },
    });
    const closed = [...sockets].map((one) => new Promise((resolve) => one.on('close', resolve)));
    for (const socket of sockets) socket.resume();
    await Promise.all(closed);
  });
});
