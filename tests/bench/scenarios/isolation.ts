import { createServer, type Server, type Socket } from 'node:net';
import { type Measure, quantile } from '../measure';
import type { Product } from '../product';
import type { Receiver } from '../stage';
import { atPace, type Stream } from './pace';

const HEALTHY = 99;
const SECONDS = 15;
const WARM_UP_SECONDS = 10;
/** Each has one event per second for all its hooks. */
const DRIPPING_PROJECTS = 50;
const DRIPPING_HOOKS_EACH = 20;

/**
 * S4: 99 healthy hooks at 5 events a second each: alone; with one hook that never answers, at 50 a second; with 1,000
 * hooks that send their answers byte by byte, with an event a second each.
 */
export async function isolation(product: Product, receiver: Receiver): Promise<Measure[]> {
  const healthy: Stream[] = [];
  for (let i = 0; i < HEALTHY; i += 1) {
    const projectId = await product.newProject();
    await product.newHook(projectId, receiver.url);
    healthy.push({ projectId, perSecond: 5, isTimed: true });
  }
  const p99 = async (others: Stream[]) =>
    quantile(await atPace(product, receiver, [...healthy, ...others], SECONDS), 0.99);

  // A process that has just started is slow.
  await atPace(product, receiver, healthy, WARM_UP_SECONDS);
  const alone = await p99([]);
  const silent = await startHostile(() => {});
  const silentProject = await product.newProject();
  await product.newHook(silentProject, silent.url);
  const besideSilent = await p99([{ projectId: silentProject, perSecond: 50, isTimed: false }]);

  const dripping = await startHostile(drip);
  const others: Stream[] = [];
  for (let i = 0; i < DRIPPING_PROJECTS; i += 1) {
    const projectId = await product.newProject();
    for (let k = 0; k < DRIPPING_HOOKS_EACH; k += 1) await product.newHook(projectId, dripping.url);
    others.push({ projectId, perSecond: 1, isTimed: false });
  }
  const besideDripping = await p99(others);
  silent.stop();
  dripping.stop();
  return [
    { name: 'isolation p99, alone', unit: 'ms', value: alone },
    nextTo('  next to a silent one', besideSilent, alone),
    nextTo('  next to 1,000 dripping', besideDripping, alone),
  ];
}

function nextTo(name: string, value: number, alone: number): Measure {
  return { name, unit: 'ms', value, ratio: { value: value / alone, of: 'alone' } };
}

/** Sends one byte of the answer per second. */
function drip(socket: Socket): void {
  const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(answer[sent] ?? '');
    sent += 1;
    if (sent >= answer.length) clearInterval(timer);
  }, 1000);
  socket.on('close', () => clearInterval(timer));
}

function startHostile(onRequest: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => onRequest(socket));
  });
  return new Promise<{ url: string; stop(): void }>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      resolve({
        url: `http://127.0.0.1:${port}/`,
        stop: () => {
          for (const socket of sockets) socket.destroy();
          server.close();
        },
      });
    });
  });
}
