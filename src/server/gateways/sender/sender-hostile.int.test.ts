import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { CUT_SUCCESS, failed, OK, TIMEOUT_MS, useHostileStage } from '@tests/support/hostile-stage';
import { writeForEver } from '@tests/support/raw-receiver';
import { describe, expect, it } from 'vitest';
import { HEADERS_KEPT } from '@/contracts/header-pairs';

const stage = useHostileStage();

const NOT_HTTP = { code: 'invalid_response', params: { reason: 'protocol' } };
const TOO_LARGE = { code: 'invalid_response', params: { reason: 'headers_too_large' } };
const TOO_MANY = { code: 'invalid_response', params: { reason: 'interim_answers' } };
const TIMED_OUT = { code: 'timeout_headers', params: { timeoutMs: TIMEOUT_MS } };

/**
 * The bytes that the kernel accepts from a receiver that keeps writing although nobody reads: some MiB, not everything.
 */
const BUFFERED_MAX = 32 * 1024 * 1024;

describe('headers', () => {
  it.each([
    ['nothing', ''],
    ['half a status line', 'HTTP/1.'],
    ['a status line', OK],
    ['a header', `${OK}x-a: b\r\n`],
    ['half a header', `${OK}x-a`],
  ])('that stop after %s end at the timeout', async (_what, start) => {
    await stage.answer((socket) => socket.write(start));
    expect(await stage.send()).toMatchObject(failed(TIMED_OUT));
  });

  it('that arrive a byte at a time end at the timeout', async () => {
    await stage.answer((socket) => {
      socket.write(`${OK}x-slow: `);
      writeForEver(socket, 'a', 5);
    });
    expect(await stage.send()).toMatchObject(failed(TIMED_OUT));
  });

  it.each([
    ['one without end', 'a'.repeat(4096), `${OK}x-endless: `],
    ['a name without end', 'a'.repeat(4096), OK],
    ['many without end', 'x-more: a\r\n'.repeat(100), OK],
    ['empty ones without end', 'x:\r\n'.repeat(100), OK],
  ])('that are %s are abandoned after 16 KiB', async (_what, piece, start) => {
    let socket: Socket | undefined;
    await stage.answer((own) => {
      socket = own;
      own.write(start);
      writeForEver(own, piece);
    });
    expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(failed(TOO_LARGE));
    await stage.hostile.whenAllClosed();
    expect(socket?.bytesWritten).toBeLessThan(BUFFERED_MAX);
  });

  it.each([
    ['interim answers', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'],
    ['processing', 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['continue', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('that are %s without end are abandoned', async (_what, piece) => {
    await stage.answer((socket) => writeForEver(socket, piece.repeat(10)));
    expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(failed(TOO_MANY));
  });
});

describe('many headers', () => {
  it.each([
    ['of one name', () => 'a:\r\n'],
    ['of different names', (n: number) => `h${n}:\r\n`],
  ])('%s: few are kept, because each costs more than its bytes', async (_what, lineOf) => {
    const lines = Array.from({ length: 3_000 }, (_, n) => lineOf(n)).join('');
    await stage.answer((socket) => socket.end(`${OK}${lines}connection: close\r\n\r\n`));
    const record = await stage.send();
    expect(record).toMatchObject({ outcome: 'success' });
    expect(record.responseHeaders).toHaveLength(HEADERS_KEPT);
  });
});

describe('bodies', () => {
  it('that never end are abandoned after 16 KiB', async () => {
    await stage.answer((socket) => {
      socket.write(`${OK}content-type: text/plain\r\n\r\n`);
      writeForEver(socket, 'x'.repeat(65_536));
    });
    const record = await stage.send({ timeoutMs: 5_000 });
    expect(record).toMatchObject(CUT_SUCCESS);
    expect(record.responseBody).toHaveLength(16_384);
    await stage.hostile.whenAllClosed();
    expect(stage.hostile.connections[0]?.bytesWritten).toBeLessThan(BUFFERED_MAX);
  });

  it.each([
    ['a length that never comes', `${OK}content-length: 1000\r\n\r\nhalf`],
    ['a chunk that never ends', `${OK}transfer-encoding: chunked\r\n\r\n10\r\nhalf`],
    ['no length', `${OK}\r\nhalf`],
  ])('with %s are abandoned at the timeout, and the status stays', async (_what, raw) => {
    await stage.answer((socket) => socket.write(raw));
    const record = await stage.send();
    expect(record).toMatchObject(CUT_SUCCESS);
    expect(record.responseBody?.toString()).toBe('half');
  });

  it.each([
    ['a length that is too long', `${OK}content-length: 1000\r\n\r\nhalf`],
    ['half a chunk', `${OK}transfer-encoding: chunked\r\n\r\n10\r\nhalf`],
  ])('with %s are cut at the end of the connection', async (_what, raw) => {
    await stage.answer((socket) => socket.end(raw));
    const record = await stage.send({ timeoutMs: 5_000 });
    expect(record).toMatchObject(CUT_SUCCESS);
    expect(record.responseBody?.toString()).toBe('half');
  });

  it.each([
    ['no number', 'nonsense\r\n'],
    ['a negative length', '-1\r\nx\r\n'],
    ['a length beyond all numbers', `${'f'.repeat(40)}\r\nx\r\n`],
    ['a chunk longer than it says', '1\r\nxyz\r\n0\r\n\r\n'],
    ['endless extensions', `1;${'a=b;'.repeat(20_000)}\r\nx\r\n`],
    ['endless trailers', `0\r\n${'x-trailer: a\r\n'.repeat(4_000)}\r\n`],
  ])('in chunks with %s are cut, and the status stays', async (_what, chunks) => {
    await stage.answer((socket) =>
      socket.write(`${OK}transfer-encoding: chunked\r\n\r\n${chunks}`),
    );
    const record = await stage.send();
    expect(record).toMatchObject({ outcome: 'success', status: 200 });
    expect(record.responseBody?.length ?? 0).toBeLessThanOrEqual(16_384);
  });

  const zeros = Buffer.alloc(20_000_000);
  it.each([
    ['gzip', gzipSync(Buffer.concat([randomBytes(40_000), zeros]))],
    [
      'br',
      brotliCompressSync(Buffer.concat([randomBytes(40_000), zeros]), {
        params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
      }),
    ],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.concat([randomBytes(40_000), zeros])))],
  ])('compressed by %s are kept unchanged and never unpacked', async (encoding, bomb) => {
    await stage.answer((socket) => {
      socket.write(`${OK}content-encoding: ${encoding}\r\ncontent-length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    });
    const record = await stage.send({ timeoutMs: 5_000 });
    expect(record).toMatchObject(CUT_SUCCESS);
    expect(record.responseBody?.equals(bomb.subarray(0, 16_384))).toBe(true);
  });
});

describe('an answer that is not HTTP', () => {
  it.each([
    ['a greeting of SMTP', '220 mail.example ESMTP\r\n'],
    ['a greeting of SSH', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['frames of HTTP/2', Buffer.from('00001204000000000000030000006400040000ffff', 'hex')],
    ['an alert of TLS', Buffer.from('15030100020246', 'hex')],
    ['bytes at random', Buffer.concat([Buffer.from([0, 255]), randomBytes(2_000)])],
    ['a request', 'POST / HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a body alone, as HTTP/0.9', '<html>hello</html>\r\n'],
    ['another protocol version', 'HTTP/9.9 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['a negative length', `${OK}content-length: -1\r\n\r\n`],
    ['a length beyond all numbers', `${OK}content-length: ${'9'.repeat(40)}\r\n\r\n`],
    ['two lengths', `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\nxx`],
    [
      'a length and chunks',
      `${OK}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a header without a colon', `${OK}nonsense\r\n\r\n`],
    ['a space before the colon', `${OK}content-length : 0\r\n\r\n`],
    ['NUL in a header', `${OK}x: a\0b\r\ncontent-length: 0\r\n\r\n`],
    ['a bare line feed in a header', `${OK}x: a\rb: c\r\ncontent-length: 0\r\n\r\n`],
    ['an unasked upgrade', 'HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n'],
  ])('%s is an invalid response', async (_what, raw) => {
    await stage.answer((socket) => socket.write(raw));
    expect(await stage.send({ timeoutMs: 5_000 })).toMatchObject(failed(NOT_HTTP));
  });
});
