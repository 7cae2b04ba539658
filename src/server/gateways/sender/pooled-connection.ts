import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { Connection, Connector, ConnectProgress } from './connector';
import { ResponseHeads } from './response-heads';
import type { Target } from './target';

/** Below the five seconds after which common servers close an idle connection themselves. */
const IDLE_MS = 4_000;
/** Against the `keep-alive: timeout` that a server announces. */
const IDLE_MARGIN_MS = 1_000;
const RESPONSE_HEADER_BYTES_MAX = 16_384;

export type PooledConnectionOptions = {
  target: Target;
  mayReachOwn: boolean;
  connector: Connector;
  onDisconnect(connection: PooledConnection): void;
};

/**
 * One connection at a time to one origin, carrying one request at a time. An undici client of its
 * own, so that it is known which connection, address and timing a request got.
 */
export class PooledConnection {
  /** Of the socket that is open now. */
  current: Connection | null = null;
  requestsOnSocket = 0;
  progress: ConnectProgress = { stage: 'waiting', socket: null, isCancelled: false };
  readonly #client: Client;
  #heads: ResponseHeads | null = null;
  #onByte: () => void = () => {};

  constructor(options: PooledConnectionOptions) {
    this.#client = new Client(options.target.origin, {
      connect: (_options, callback) => {
        this.#open(options).then(
          (socket) => callback(null, socket),
          (error: Error) => callback(error, null),
        );
      },
      maxHeaderSize: RESPONSE_HEADER_BYTES_MAX,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      keepAliveTimeoutThreshold: IDLE_MARGIN_MS,
      // The exchange keeps its own deadlines, to the millisecond.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#client.on('disconnect', () => options.onDisconnect(this));
  }

  /** All that was written has left this process. */
  get isFlushed(): boolean {
    return this.progress.socket?.writableLength === 0;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(options, handler);
  }

  /** The request is being written. @param onByte a byte of its answer has come */
  expectAnswer(onByte: () => void): void {
    this.#onByte = onByte;
    this.#heads?.expect();
  }

  /** Ends whatever is going on, without waiting for it. */
  destroy(): void {
    this.progress.isCancelled = true;
    // First and by itself: with the client's error, Node would write out a stack trace for it.
    this.progress.socket?.destroy();
    this.#client.destroy(() => undefined);
  }

  async #open({ target, mayReachOwn, connector }: PooledConnectionOptions): Promise<Socket> {
    this.progress = { stage: 'waiting', socket: null, isCancelled: false };
    this.current = null;
    this.requestsOnSocket = 0;
    const opened = await connector.open(target, mayReachOwn, this.progress);
    this.current = opened.connection;
    this.#heads = new ResponseHeads(opened.socket, () => this.#onByte());
    return opened.socket;
  }
}
