import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartFailure } from './commands.mjs';

/**
 * Throws unless the address is free. It tries for two seconds, because a process that just ended may hold its port a
 * moment longer.
 * @param {{ host: string, port: number }} address
 */
export async function requireFreePort({ host, port }) {
  const end = performance.now() + 2000;
  for (;;) {
    const code = await tryListen(host, port);
    if (code === undefined) return;
    if (code === 'EADDRINUSE' && performance.now() < end) {
      await delay(100);
      continue;
    }
    throw new StartFailure(reason(code, host, port));
  }
}

/**
 * @param {string} code
 * @param {string} host
 * @param {number} port
 */
function reason(code, host, port) {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use: stop what listens there, or set PORT to another one.`;
  }
  if (code === 'EACCES')
    return `Port ${port} needs rights that this user lacks: set PORT above 1023.`;
  return `Cannot listen on HOST=${host} (${code}): put an address of this machine.`;
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>} the error's code
 */
function tryListen(host, port) {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      done(error.code ?? 'unknown'),
    );
    probe.listen(port, host, () => probe.close(() => done(undefined)));
  });
}
