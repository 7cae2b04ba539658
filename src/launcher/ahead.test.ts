import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { endWithConnection } from './ahead';

const server = createServer();
afterEach(() => server.close());

it('ends the responses to requests that were sent ahead when their connection ends', async () => {
  const paths = ['/a', '/b', '/c'];
  const open: ServerResponse[] = [];
  const ended: string[] = [];
  const emitter = new EventEmitter();
  server.on('request', (request, response) => {
    endWithConnection(request, response);
    response.once('close', () => {
      if (ended.push(request.url ?? '') === paths.length) emitter.emit('ended');
    });
    // The last answer is complete, and waits for the first.
    if (request.url === '/c') response.end('c');
    if (open.push(response) === paths.length) emitter.emit('open');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const areOpen = once(emitter, 'open');
  const haveEnded = once(emitter, 'ended');
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
  await areOpen;
  socket.destroy();
  await haveEnded;
  expect(ended.sort()).toEqual(paths);
});
