import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { IssuedCertificate } from './certificate-authority';

export type RawReceiver = {
  url: string;
  port: number;
  /** Every connection so far, in order. Those of TLS are added after their handshake. */
  connections: readonly Socket[];
  /** Resolves when no connection is open any more. */
  whenAllClosed(): Promise<void>;
  close(): Promise<void>;
};

type Options = {
  tls?: IssuedCertificate;
  /** Called with each new connection and its number, from 0. */
  onConnection: (socket: Socket, index: number) => void;
};

/** A server on loopback without HTTP. The test decides its behaviour. */
export async function startRawReceiver({ tls, onConnection }: Options): Promise<RawReceiver> {
  const connections: Socket[] = [];
  const open = new Set<Socket>();
  const accept = (socket: Socket) => {
    socket.on('error', () => undefined);
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    connections.push(socket);
    onConnection(socket, connections.length - 1);
  };
  const server = tls ? createTlsServer(tls, accept) : createServer(accept);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', 4096, done));
  const { port } = server.address() as AddressInfo;
  const whenAllClosed = async () => {
    await Promise.all(
      [...open].map((socket) => {
        // A socket that nobody reads does not notice its end.
        socket.resume();
        return new Promise((done) => socket.once('close', done));
      }),
    );
  };
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/`,
    port,
    connections,
    whenAllClosed,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Calls back for each complete request, with its number on this connection, from 0. */
export function onRequest(socket: Socket, handle: (index: number) => void): void {
  let received = Buffer.alloc(0);
  let count = 0;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let length = requestLength(received); length !== null; length = requestLength(received)) {
      received = received.subarray(length);
      handle(count++);
    }
  });
}

/** Null while the request is incomplete. */
function requestLength(received: Buffer): number | null {
  const head = received.indexOf('\r\n\r\n');
  if (head === -1) return null;
  const [, body = '0'] =
    /^content-length: (\d+)$/im.exec(received.toString('latin1', 0, head)) ?? [];
  const length = head + 4 + Number(body);
  return received.length < length ? null : length;
}

/** Writes the piece again and again, as fast as it is accepted or at an interval, until the socket is closed. */
export function writeForEver(socket: Socket, piece: string | Buffer, everyMs?: number): void {
  if (everyMs !== undefined) {
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.on('close', () => clearInterval(timer));
    return;
  }
  const write = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', write);
  write();
}
