import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { JoinedRequest } from './joined-chunks';

/** Answers with the number of pieces in which the body came, and the body. */
const server = createServer({ IncomingMessage: JoinedRequest }, (request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => response.end(`${pieces.length} ${Buffer.concat(pieces)}`));
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

async function send(...chunks: string[]): Promise<[pieces: number, body: string]> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const coded = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
  client.write(
    'POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n',
  );
  client.write(`${coded}0\r\n\r\n`);
  let text = '';
  for await (const part of client) text += part;
  const [, pieces = '', body = ''] = /\r\n\r\n(?:\w+\r\n)?(\d+) (\w*)/.exec(text) ?? [];
  return [Number(pieces), body];
}

it('ends a connection that sends very many tiny chunks', async () => {
  const ended = send(...Array.from({ length: 30_000 }, () => 'a'));
  expect(await ended.catch(() => [0, ''])).toEqual([0, '']);
});

it('joins small chunks, keeps long ones, and keeps the order of all', async () => {
  const short = Array.from({ length: 1_999 }, (_, n) => String(n % 10));
  const [pieces, body] = await send(...short);
  expect(body).toBe(short.join(''));
  expect(pieces).toBeLessThan(20);
  const long = 'b'.repeat(3000);
  expect((await send('a', long, 'c', 'd', long, 'e'))[1]).toBe(`a${long}cd${long}e`);
  expect(await send('a')).toEqual([1, 'a']);
});
