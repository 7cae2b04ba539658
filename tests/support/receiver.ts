import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { PATIENCE_MS } from './patience.mjs';

/** One request as it arrived. */
export type ReceivedRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Names and values in turn, spelled as they came. */
  rawHeaders: string[];
  body: Buffer;
  /** Unix milliseconds at which the body was complete. */
  receivedAtMs: number;
  /** Counts the connections from 1. Equal ids mean the same connection. */
  connectionId: number;
};

/** The answer to a request. The default is an empty 200 at once. */
export type Behaviour = {
  status?: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  delayMs?: number;
  /**
   * `reset` drops the connection without a byte; `never` holds it open; `cut` ends it in the middle
   * of the body; `drip` sends the headers, then a byte every `dripEveryMs` without end.
   */
  mode?: 'answer' | 'reset' | 'never' | 'cut' | 'drip';
  dripEveryMs?: number;
  /** Written unchanged, instead of an HTTP answer. */
  raw?: string | Buffer;
};

export type Respond = (request: ReceivedRequest, index: number) => Behaviour;

export type Receiver = {
  url: string;
  port: number;
  requests: ReceivedRequest[];
  /** Connections accepted so far. */
  readonly connectionCount: number;
  /** Connections open now. */
  readonly openConnectionCount: number;
  /** Changes the behaviour for later requests. */
  respondWith(respond: Behaviour | Respond): void;
  /**
   * Resolves when this number of requests has come, or when one satisfies the predicate. Rejects at the time limit with
   * the requests that had come by then.
   */
  waitFor(
    wanted: number | ((request: ReceivedRequest) => boolean),
    timeoutMs?: number,
  ): Promise<ReceivedRequest[]>;
  /** Resolves when no connection is open any more. */
  waitForNoConnections(timeoutMs?: number): Promise<void>;
  /** Ends every open connection, as a restart of the receiver would. */
  dropConnections(): void;
  close(): Promise<void>;
};

export type ReceiverOptions = {
  tls?: { key: string; cert: string };
  respond?: Behaviour | Respond;
  host?: string;
  port?: number;
  /** The time after which the receiver closes an idle connection. */
  keepAliveTimeoutMs?: number;
};

/** A real HTTP server on loopback that records its requests and answers as told. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const host = options.host ?? '127.0.0.1';
  const requests: ReceivedRequest[] = [];
  const connectionIds = new Map<Socket, number>();
  const checks = new Set<() => void>();
  const timers = new Set<NodeJS.Timeout>();
  let connectionCount = 0;
  let respond = asRespond(options.respond ?? {});

  const handle = (incoming: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on('error', () => undefined);
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = received(incoming, chunks, connectionIds.get(incoming.socket) ?? 0);
      const behaviour = respond(request, requests.length);
      requests.push(request);
      for (const check of [...checks]) check();
      const answer = (): void => answerWith(behaviour, incoming.socket, response, timers);
      if (behaviour.delayMs) timers.add(setTimeout(answer, behaviour.delayMs));
      else answer();
    });
  };
  const server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle);
  // The sockets below TLS as well, so that closing ends connections that never finished their handshake.
  const rawSockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    rawSockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => rawSockets.delete(socket));
  });
  server.keepAliveTimeout = options.keepAliveTimeoutMs ?? 60_000;
  server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    connectionIds.set(socket, ++connectionCount);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      connectionIds.delete(socket);
      for (const check of [...checks]) check();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;

  /** Resolves when the condition is true. It is checked after every event. */
  function when(isSo: () => boolean, explain: () => string, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        checks.delete(check);
        reject(new Error(explain()));
      }, timeoutMs);
      const check = (): void => {
        if (!isSo()) return;
        clearTimeout(timer);
        checks.delete(check);
        resolve();
      };
      checks.add(check);
      check();
    });
  }

  return {
    url: `${options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    requests,
    get connectionCount() {
      return connectionCount;
    },
    get openConnectionCount() {
      return connectionIds.size;
    },
    respondWith(next) {
      respond = asRespond(next);
    },
    async waitFor(wanted, timeoutMs = PATIENCE_MS) {
      const isSo = (): boolean =>
        typeof wanted === 'number' ? requests.length >= wanted : requests.some(wanted);
      const explain = (): string =>
        `${requests.length} requests after ${timeoutMs} ms: ${requests.map((one) => one.path).join(' ')}`;
      await when(isSo, explain, timeoutMs);
      return requests;
    },
    waitForNoConnections: (timeoutMs = PATIENCE_MS) =>
      when(
        () => connectionIds.size === 0,
        () => `${connectionIds.size} still open`,
        timeoutMs,
      ),
    dropConnections() {
      for (const socket of connectionIds.keys()) socket.destroy();
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      return new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of rawSockets) socket.destroy();
      });
    },
  };
}

function asRespond(respond: Behaviour | Respond): Respond {
  return typeof respond === 'function' ? respond : () => respond;
}

function received(
  incoming: IncomingMessage,
  chunks: Buffer[],
  connectionId: number,
): ReceivedRequest {
  const headers = Object.entries(incoming.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as const,
  );
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: Object.fromEntries(headers),
    rawHeaders: incoming.rawHeaders,
    body: Buffer.concat(chunks),
    receivedAtMs: Date.now(),
    connectionId,
  };
}

function answerWith(
  behaviour: Behaviour,
  socket: Socket,
  response: ServerResponse,
  timers: Set<NodeJS.Timeout>,
): void {
  const { mode = 'answer', status = 200, headers = {}, body = '' } = behaviour;
  if (mode === 'never') return;
  if (mode === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  if (behaviour.raw !== undefined) {
    socket.write(behaviour.raw);
    return;
  }
  if (mode === 'answer') {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
    response.end(body);
    return;
  }
  response.writeHead(status, mode === 'cut' ? { 'content-length': 1_000, ...headers } : headers);
  response.write(Buffer.byteLength(body) > 0 ? body : '.');
  if (mode === 'cut') {
    socket.end();
    return;
  }
  const drip = setInterval(() => response.write('.'), behaviour.dripEveryMs ?? 20);
  timers.add(drip);
  response.on('close', () => clearInterval(drip));
}
