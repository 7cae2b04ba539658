import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { endUnread } from './unread-bodies';

const MIB = 1024 * 1024;
let read: Socket;
let isEndedBefore = false;

/** Refuses every request without reading its body. */
const server = createServer((request, response) => {
  read = request.socket;
  endUnread(request, response);
  // Does the same as the framework for a body that nobody reads to its end.
  if (isEndedBefore) Object.defineProperty(request, 'socket', { value: null });
  response.writeHead(413).end();
});
beforeEach(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => server.close());

/**
 * Sends a body of this size as far as the server lets it. Returns the text that the client reads, and whether its
 * connection was ended.
 */
async function send(mebibytes: number): Promise<{ text: string; isEnded: boolean }> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  let isEnded = false;
  client.setEncoding('latin1').on('data', (part) => {
    text += part;
  });
  client.on('error', () => {});
  const ended = new Promise<void>((done) => {
    client.on('close', () => {
      isEnded = true;
      done();
    });
  });
  const drained = () => new Promise((done) => client.once('drain', done));
  client.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${mebibytes * MIB}\r\n\r\n`);
  const sending = (async () => {
    for (let n = 0; n < mebibytes && !isEnded; n += 1)
      if (!client.write(Buffer.alloc(MIB))) await Promise.race([drained(), ended]);
  })();
  await Promise.race([sending, ended]);
  if (!isEnded) client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await Promise.race([ended, new Promise((done) => setTimeout(done, 1000))]);
  const found = { text, isEnded };
  client.destroy();
  return found;
}

it('answers a client that sends too much, and reads little of it', {
  timeout: 30_000,
}, async () => {
  const { text, isEnded } = await send(500);
  expect(text).toMatch(/^HTTP\/1\.1 413/);
  expect(isEnded).toBe(true);
  expect(read.bytesRead).toBeLessThan(200 * MIB);
});

it('answers also if the request ended before its answer', { timeout: 30_000 }, async () => {
  isEndedBefore = true;
  const { text } = await send(20);
  isEndedBefore = false;
  expect(text).toMatch(/^HTTP\/1\.1 413/);
});

it('keeps a connection whose body was a little too long', async () => {
  const { text, isEnded } = await send(3);
  expect(text.match(/HTTP\/1\.1 413/g)).toHaveLength(2);
  expect(isEnded).toBe(false);
});

it('leaves nothing behind on a connection that goes on', async () => {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const listeners: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    client.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\n');
    await once(client, 'data');
    client.write('x');
    listeners.push(read.listenerCount('close'));
  }
  client.destroy();
  expect(Math.max(...listeners) - Math.min(...listeners)).toBeLessThan(3);
});
