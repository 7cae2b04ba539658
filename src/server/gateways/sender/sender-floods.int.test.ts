import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { OK, useHostileStage } from '@tests/support/hostile-stage';
import { forThisMachine } from '@tests/support/patience.mjs';
import { expect, it } from 'vitest';

const stage = useHostileStage();

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');
const heapBytes = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const AT_ONCE = 50;
/** One answer may hold this much of the heap while it is unfinished. */
const HELD_BYTES_MAX = 100_000;

it.each([
  ['a body in tiny chunks', `${CHUNKED}${'1\r\nx\r\n'.repeat(16_000)}`],
  ['very many headers', `${OK}${'a:b\r\n'.repeat(7_900)}content-length: 5\r\n\r\nx`],
  ['very many trailers', `${CHUNKED}1\r\nx\r\n0\r\n${'a:b\r\n'.repeat(7_900)}`],
  ['very many interim answers', 'HTTP/1.1 102\r\n'.repeat(5_000)],
])('%s hold little memory', async (_, answer) => {
  const arrived = new Set<Socket>();
  stage.open({ maxConnectionsPerOrigin: AT_ONCE });
  await stage.answer((socket) => {
    socket.on('close', () => arrived.add(socket));
    socket.write(answer, () => arrived.add(socket));
  });
  const before = heapBytes();
  const sent = Array.from({ length: AT_ONCE }, () =>
    stage.send({ timeoutMs: forThisMachine(4_000) }),
  );
  await expect.poll(() => arrived.size).toBe(AT_ONCE);
  const held = heapBytes() - before;
  expect(held / AT_ONCE).toBeLessThan(HELD_BYTES_MAX);
  await Promise.all(sent);
});

it('reads a flood of interim answers in linear time', async () => {
  const flood = 'HTTP/1.1 102\r\n\r\n'.repeat(64_000);
  await stage.answer((socket) => socket.write(flood));
  const began = process.cpuUsage();
  await Promise.all(Array.from({ length: 5 }, () => stage.send({ timeoutMs: 5_000 })));
  const { user } = process.cpuUsage(began);
  expect(user / 1000).toBeLessThan(forThisMachine(1_500));
});

it('uses a connection again after a chunked answer, and not after one with trailers', async () => {
  await stage.answer((socket) => socket.write(`${CHUNKED}2\r\nok\r\n0\r\n\r\n`));
  const first = await stage.send();
  expect(first).toMatchObject({ outcome: 'success', status: 200 });
  expect(String(first.responseBody)).toBe('ok');
  await stage.send();
  expect(stage.hostile.connections).toHaveLength(1);
});

it('ends a connection after an answer with trailers', async () => {
  await stage.answer((socket) => socket.write(`${CHUNKED}2\r\nok\r\n0\r\nx-sum: 1\r\n\r\n`));
  for (const connections of [1, 2]) {
    const { outcome, responseBody } = await stage.send();
    expect([outcome, String(responseBody)]).toEqual(['success', 'ok']);
    expect(stage.hostile.connections).toHaveLength(connections);
  }
});
