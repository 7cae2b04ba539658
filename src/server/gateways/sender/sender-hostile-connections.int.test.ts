import type { Socket } from 'node:net';
import { createCertificateAuthority } from '@tests/support/certificate-authority';
import { CUT_SUCCESS, failed, OK, TIMEOUT_MS, useHostileStage } from '@tests/support/hostile-stage';
import { onRequest, writeForEver } from '@tests/support/raw-receiver';
import { describe, expect, it } from 'vitest';
import type { AttemptError } from './attempt-record';

const stage = useHostileStage();

const CLOSED = { code: 'connection_closed', params: { host: '127.0.0.1' } };
const EMPTY_200 = `${OK}content-length: 0\r\n\r\n`;
const EMPTY_503 = 'HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n';

describe('a connection that ends', () => {
  const ways: [string, (socket: Socket) => void][] = [
    ['is reset', (socket) => void socket.resetAndDestroy()],
    ['ends', (socket) => void socket.end()],
  ];

  it.each(ways)('%s as soon as it is open', async (_how, end) => {
    await stage.accept((socket) => end(socket));
    const { error } = await stage.send({ timeoutMs: 5_000 });
    expect([CLOSED.code, 'connect_reset']).toContain(error?.code);
  });

  it.each(ways)('%s after the first bytes of the request', async (_how, end) => {
    await stage.accept((socket) => socket.once('data', () => end(socket)));
    const body = Buffer.alloc(20_000_000, 'x');
    expect(await stage.send({ timeoutMs: 5_000, body })).toMatchObject(failed(CLOSED));
  });

  it.each(ways)('%s after the request', async (_how, end) => {
    await stage.answer((socket) => end(socket));
    expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(failed(CLOSED));
  });

  it.each(ways)('%s within the headers of the answer', async (_how, end) => {
    await stage.answer((socket) => socket.write(`${OK}x-a: b`, () => end(socket)));
    expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(failed(CLOSED));
  });

  it.each(ways)('%s within the body of the answer, and the status stays', async (_how, end) => {
    await stage.answer((socket) =>
      socket.write(`${OK}content-length: 10\r\n\r\nhalf`, () => end(socket)),
    );
    expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(CUT_SUCCESS);
  });
});

describe('more than one answer', () => {
  /** Two deliveries that must share one connection, the second waiting for the first. */
  async function sendTwo() {
    stage.open({ maxConnectionsPerOrigin: 1 });
    return Promise.all([stage.send({ timeoutMs: 5_000 }), stage.send({ timeoutMs: 5_000 })]);
  }
  const surpluses: [string, (socket: Socket) => void][] = [
    ['with it', (socket) => void socket.write(EMPTY_503 + EMPTY_200)],
    ['just after it', (socket) => socket.write(EMPTY_503, () => void socket.write(EMPTY_200))],
    [
      'in pieces',
      (socket) => socket.write(`${EMPTY_503}HTTP/1.`, () => void socket.write('1 200')),
    ],
    ['beyond its length', (socket) => void socket.write(`${EMPTY_503}surplus`)],
  ];

  it.each(surpluses)(
    'sent %s is not mistaken for the answer of a waiting delivery',
    async (_how, act) => {
      await stage.accept((socket, connection) =>
        onRequest(socket, () => (connection === 0 ? act(socket) : socket.write(EMPTY_503))),
      );
      expect((await sendTwo()).map(({ status }) => status)).toEqual([503, 503]);
    },
  );

  it.each(surpluses)(
    'sent %s is not mistaken for the answer of the next delivery',
    async (_how, act) => {
      await stage.accept((socket, connection) =>
        onRequest(socket, () => (connection === 0 ? act(socket) : socket.write(EMPTY_503))),
      );
      expect(await stage.send()).toMatchObject({ status: 503 });
      await stage.hostile.whenAllClosed();
      expect(await stage.send()).toMatchObject({ status: 503 });
      expect(stage.hostile.connections).toHaveLength(2);
    },
  );

  it('sent before any request counts for one delivery at most', async () => {
    await stage.accept((socket, connection) => {
      if (connection === 0) socket.write(EMPTY_200 + EMPTY_200);
      else onRequest(socket, () => socket.write(EMPTY_503));
    });
    const statuses = (await sendTwo()).map(({ status }) => status);
    expect(statuses).toContain(503);
  });

  it('is not waited for on a connection whose request was answered before it was read', async () => {
    await stage.accept((socket, connection) => {
      if (connection === 0) socket.once('data', () => socket.pause().write(EMPTY_200));
      else onRequest(socket, () => socket.write(EMPTY_200));
    });
    const body = Buffer.alloc(20_000_000, 'x');
    const first = await stage.send({ timeoutMs: 5_000, body });
    expect([first.status, (await stage.send()).status]).toEqual([200, 200]);
    expect(stage.hostile.connections).toHaveLength(2);
  });
});

it('two thousand accepted connections without an answer each end at their timeout', async () => {
  stage.open({ maxConnectionsPerOrigin: 2_048 });
  await stage.accept(() => undefined);
  const codes: (AttemptError | null)[] = [];
  const stuck = Array.from({ length: 2_000 }, async (_, n) => {
    const { error } = await stage.send({ hookId: `hook-${n}`, timeoutMs: 2_000 });
    codes.push(error);
  });
  expect(await stage.sendToHealthy()).toMatchObject({ outcome: 'success' });
  expect(codes).toHaveLength(0);
  await Promise.all(stuck);
  expect(new Set(codes.map((error) => error?.code))).toEqual(new Set(['timeout_headers']));
  expect(codes).toHaveLength(2_000);
});

describe('over TLS', () => {
  it('an answer before any request is accepted once, on one connection', async () => {
    const authority = createCertificateAuthority();
    stage.open({ trustedAuthorities: [authority.certificate] });
    await stage.accept((socket) => socket.write(EMPTY_200), authority.issue(['IP:127.0.0.1']));
    const record = await stage.send({ timeoutMs: 5_000 });
    expect([record.status, record.error?.code]).toEqual([200, undefined]);
    expect(stage.hostile.connections).toHaveLength(1);
  });

  it.each([
    ['a record that is never whole', Buffer.from('1603034000', 'hex')],
    ['an alert without weight, again and again', Buffer.from('1503030002015a', 'hex')],
  ])('a handshake of %s ends at the connect timeout or before', async (_what, piece) => {
    stage.open({ connectTimeoutMs: TIMEOUT_MS });
    await stage.accept((socket) => writeForEver(socket, piece, 10));
    const url = stage.hostile.url.replace('http:', 'https:');
    const { error } = await stage.send({ url });
    expect(['connect_timeout', 'tls_handshake']).toContain(error?.code);
  });
});
