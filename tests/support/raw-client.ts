import { connect, type Socket } from 'node:net';
import { PATIENCE_MS } from './patience.mjs';

/** Null: the connection ended without an answer. */
export type RawAnswer = { status: number; headers: string } | null;

/** Sends bytes that no client would send over their own connection, until the head of an answer comes. */
export function sendRaw(port: number, bytes: Iterable<string | Buffer>): Promise<RawAnswer> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const late = setTimeout(() => {
      socket.destroy();
      fail(new Error(`no answer within ${PATIENCE_MS} ms: ${text.slice(0, 200)}`));
    }, PATIENCE_MS);
    const end = () => {
      clearTimeout(late);
      socket.destroy();
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      done(status === undefined ? null : { status: Number(status), headers: text });
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.includes('\r\n\r\n')) end();
    });
    socket.on('error', end);
    socket.on('close', end);
    void write(socket, bytes);
  });
}

/** Opens connections that send these bytes and stay open. */
export async function hold(port: number, count: number, bytes: string | Buffer): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((done) => {
          socket.on('error', () => done());
          socket.on('connect', () => socket.write(bytes, () => done()));
        }),
    ),
  );
  return sockets;
}

async function write(socket: Socket, bytes: Iterable<string | Buffer>): Promise<void> {
  for (const part of bytes) {
    if (socket.destroyed) return;
    if (socket.write(part)) continue;
    await new Promise((done) => {
      socket.once('drain', done);
      socket.once('close', done);
    });
  }
}
