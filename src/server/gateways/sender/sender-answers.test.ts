import { failed, OK, useHostileStage } from '@tests/support/hostile-stage';
import { seeded } from '@tests/support/random';
import { onRequest } from '@tests/support/raw-receiver';
import { describe, expect, it } from 'vitest';

const stage = useHostileStage();

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const PROCESSING = 'HTTP/1.1 102 Processing\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n';
const ANSWER = `${OK}content-length: 2\r\n\r\nok`;
const ODD_STATUS = { code: 'invalid_response', params: { reason: 'status' } };

const good = { outcome: 'success', status: 200, responseBody: Buffer.from('ok') };

describe('interim answers that nobody requested are skipped', () => {
  it.each([
    ['100', [CONTINUE + ANSWER]],
    ['100 on its own', [CONTINUE, ANSWER]],
    ['100 twice', [CONTINUE + CONTINUE + ANSWER]],
    ['100 with headers', [`HTTP/1.1 100 Continue\r\nx-a: 100\r\n\r\n${ANSWER}`]],
    ['102', [PROCESSING + ANSWER]],
    ['103', [HINTS + ANSWER]],
    ['all of them', [HINTS + CONTINUE + PROCESSING + CONTINUE + ANSWER]],
    ['100 that says close', [`HTTP/1.1 100 Continue\r\nconnection: close\r\n\r\n${ANSWER}`]],
    ['103 that says close', [`HTTP/1.1 103 E\r\nconnection: close\r\n\r\n`, ANSWER]],
    ['100 of HTTP/1.0', [`HTTP/1.0 100 Continue\r\n\r\n${ANSWER}`]],
    [
      '102 that names an upgrade',
      [`HTTP/1.1 102 P\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n${ANSWER}`],
    ],
    ['103 that names a length', [`HTTP/1.1 103 E\r\ncontent-length: 5\r\n\r\n${ANSWER}`]],
    [
      '103 that names two lengths',
      [`HTTP/1.1 103 E\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n${ANSWER}`],
    ],
    ['199 with chunks to come', [`HTTP/1.1 199 X\r\ntransfer-encoding: chunked\r\n\r\n${ANSWER}`]],
    ['100 a byte at a time', [...(CONTINUE + ANSWER)]],
    ['103 and 100 a byte at a time', [...(HINTS + CONTINUE + ANSWER)]],
  ])('%s', async (_what, pieces) => {
    await stage.answer(async (socket) => {
      for (const piece of pieces) await new Promise((done) => socket.write(piece, done));
    });
    expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(good);
  });

  it('on each request of a connection', async () => {
    await stage.answer((socket) => socket.write(CONTINUE + ANSWER));
    for (let n = 0; n < 3; n += 1) expect(await stage.send()).toMatchObject(good);
    expect(stage.hostile.connections).toHaveLength(1);
  });

  it.each([CONTINUE, HINTS])(
    'and nothing after it does not count as an answer: %j',
    async (interim) => {
      await stage.answer((socket) => socket.end(interim));
      expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(
        failed({ code: 'connection_closed' }),
      );
    },
  );
});

describe('the length of an answer', () => {
  it.each([
    ['twice the same', `${OK}content-length: 2\r\ncontent-length: 2\r\n\r\nok`],
    [
      'twice the same, spelled in two ways',
      `${OK}Content-Length:2\r\nx: y\r\nCONTENT-LENGTH: 2 \r\n\r\nok`,
    ],
    ['a list of the same', `${OK}content-length: 2, 2\r\n\r\nok`],
  ])('counts once when it is %s', async (_what, answer) => {
    await stage.answer((socket) => socket.write(answer));
    expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(good);
    expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(good);
  });
});

it.each(['000', '001', '099', '600', '799', '999'])(
  'a status %s is not an answer',
  async (status) => {
    await stage.answer((socket) =>
      socket.write(`HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n`),
    );
    const { error, outcome } = await stage.send({ timeoutMs: 5_000 });
    expect(outcome).toBe('failure');
    expect(error?.code).toBe('invalid_response');
    if (Number(status) > 99) expect(error).toEqual(ODD_STATUS);
  },
);

const PARTS = [
  'HTTP/1.1 200 OK',
  'HTTP/1.1 000 X',
  'HTTP/1.1 1000 X',
  'HTTP/1.1 99 X',
  'HTTP/9.9 200 OK',
  'HTTP/1.1 100 C',
  'HTTP/1.1 101 X',
  'HTTP/1.1 204 No',
  'HTTP/1.1',
  'content-length: 2',
  'content-length: 3',
  'content-length: -1',
  'content-length: 2, 2',
  'content-length:',
  'transfer-encoding: chunked',
  'transfer-encoding: x',
  'connection: close',
  'connection: upgrade',
  'upgrade: h2c',
  'keep-alive: timeout=0',
  ': x',
  'x',
  'x: \0',
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '2',
  '0',
  'ok',
  'ffffffffffffffff',
  '\xff\xfe',
  'trailer: a',
  'expect: 100-continue',
  'location: //',
  'retry-after: -1',
];

/** A test sender fails the test at a failure of our own. */
it('anything that a receiver writes counts as its own failure', async () => {
  const random = seeded(15);
  const pick = () => PARTS[Math.floor(random() * PARTS.length)] ?? '';
  await stage.accept((socket) => {
    onRequest(socket, () => {
      const count = 1 + Math.floor(random() * 8);
      const lines = Array.from({ length: count }, () => pick() + (random() < 0.8 ? '\r\n' : ''));
      if (random() < 0.5) lines.unshift('HTTP/1.1 200 OK\r\n');
      socket.write(Buffer.from(lines.join(''), 'latin1'));
      if (random() < 0.7) socket.end();
    });
  });
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(Array.from({ length: 40 }, () => stage.send({ timeoutMs: 100 })));
  }
});
