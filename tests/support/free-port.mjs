import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A port of loopback that is free at this moment. */
export async function freePort() {
  const port = await listenOnce(0);
  if (port === null) throw new Error('no port');
  return port;
}

/** A port below those of outgoing connections, so that nobody takes it while its owner is stopped. */
export async function quietPort() {
  for (;;) {
    const port = await listenOnce(randomInt(15_000, 32_000));
    if (port !== null) return port;
  }
}

/** @param {number} wanted */
async function listenOnce(wanted) {
  const probe = createServer();
  const isOpen = await new Promise((done) => {
    probe.once('error', () => done(false));
    probe.listen(wanted, '127.0.0.1', () => done(true));
  });
  if (!isOpen) return null;
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof address === 'object' && address !== null ? address.port : null;
}
