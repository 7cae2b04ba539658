import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { closeIdleWhenFull } from './idle-connections';

const server = createServer((request, response) => {
  if (request.url !== '/slow') response.end('ok');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it('serves a new client although others keep all the connections they can get', async () => {
  closeIdleWhenFull(server, 20);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    if (path !== '/slow') await once(socket, 'data');
    return socket;
  };
  const slow = await ask('/slow');
  for (let n = 0; n < 60; n += 1) await ask('/');
  expect(slow.destroyed).toBe(false);
});
