import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { openPostgres } from './driver';
import { outageOf } from './unavailable';

const PASSWORD = 'correct horse battery staple';
const [IN_CLEAR, MD5] = [3, 5];
const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** Starts an impostor in the place of the database. It asks for the password and keeps the answer. */
async function startThief(method: number) {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard.push(chunk);
      if (heard.length > 1) return;
      const salt = method === MD5 ? Buffer.from('salt') : Buffer.alloc(0);
      const question = Buffer.alloc(9);
      question.write('R');
      question.writeInt32BE(8 + salt.length, 1);
      question.writeInt32BE(method, 5);
      socket.write(Buffer.concat([question, salt]));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return { port: (server.address() as AddressInfo).port, heard: () => Buffer.concat(heard) };
}

it.each([
  ['in clear', IN_CLEAR],
  ['by MD5', MD5],
])(
  'does not send the password to a server that asks for it %s, and reports this',
  async (_how, method) => {
    const thief = await startThief(method);
    const url = `postgres://gancho:${encodeURIComponent(PASSWORD)}@127.0.0.1:${thief.port}/gancho`;
    const sql = openPostgres(url, { max: 1 });
    const refused: unknown = await sql`SELECT 1`.catch((error: unknown) => error);
    await sql.end({ timeout: 1 });
    expect(String(refused)).toContain('scram-sha-256');
    expect(outageOf(refused)).toBe('refused');
    // The startup message holds login and database. A password message would begin with a p.
    expect(thief.heard().toString('latin1')).not.toMatch(/p\0\0\0|correct horse/);
  },
);
