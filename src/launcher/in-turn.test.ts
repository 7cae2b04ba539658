import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inTurn } from './in-turn';

const server = createServer();
let begun: { path: string; response: ServerResponse }[];
let pace: (start: () => void) => void;

beforeEach(async () => {
  begun = [];
  pace = (start) => start();
  server.removeAllListeners('request').on('request', (request, response) => {
    const paced = (start: () => void) => pace(start);
    inTurn(request, response, paced, () => {
      begun.push({ path: request.url ?? '', response });
      server.emit('begun');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function send(count: number) {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const paths = Array.from({ length: count }, (_, n) => `/${n}`);
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
  return { socket, paths };
}

it('begins each request of a connection when the answer before it is sent', async () => {
  const first = once(server, 'begun');
  const { socket, paths } = send(9);
  let answered = '';
  socket.on('data', (chunk: Buffer) => {
    answered += chunk.toString();
  });
  await first;
  for (const path of paths) {
    expect(begun.map((each) => each.path)).toEqual(paths.slice(0, begun.length));
    expect(begun.at(-1)?.path).toBe(path);
    const next = path === paths.at(-1) ? once(socket, 'data') : once(server, 'begun');
    begun.at(-1)?.response.end(path);
    await next;
  }
  expect([...answered.matchAll(/\r\n\r\n(\/\d)/g)].map(([, path]) => path)).toEqual(paths);
});

it('never begins what a client sent ahead before it went away', async () => {
  const first = once(server, 'begun');
  const { socket } = send(5);
  await first;
  const closed = once(begun[0]?.response as ServerResponse, 'close');
  socket.destroy();
  await closed;
  await new Promise(setImmediate);
  expect(begun).toHaveLength(1);
});

it('ends a connection that sends too many requests ahead', async () => {
  const { socket } = send(10);
  socket.resume().on('error', () => {});
  await once(socket, 'close');
  expect(begun.length).toBeLessThan(2);
});

it('never begins a request whose client went away before its start', async () => {
  const waiting: (() => void)[] = [];
  pace = (start) => {
    waiting.push(start);
    server.emit('waits');
  };
  const waits = once(server, 'waits');
  const connected = once(server, 'connection');
  const { socket } = send(1);
  const [served] = await connected;
  await waits;
  socket.destroy();
  await once(served, 'close');
  for (const start of waiting) start();
  expect(waiting).toHaveLength(1);
  expect(begun).toEqual([]);
});
