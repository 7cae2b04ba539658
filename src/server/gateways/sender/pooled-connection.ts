import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { Connection, Connector, ConnectProgress } from './connector';
import { ResponseHeads } from './response-heads';
import type { Target } from './target';

/** Shorter than the five seconds after which common servers close an idle connection themselves. */
const IDLE_MS = 4_000;
/** Subtracted from the `keep-alive: timeout` that a server announces. */
const IDLE_MARGIN_MS = 1_000;
const RESPONSE_HEADER_BYTES_MAX = 16_384;

export type PooledConnectionOptions = {
  target: Target;
  mayReachOwn: boolean;
  connector: Connector;
  onDisconnect(connection: PooledConnection): void;
};

/**
 * One connection at a time to one origin, with one request at a time. It uses its own undici client, so that the
 * connection, address and timing of a request are known.
 */
export class PooledConnection {
  /** The connection of the socket that is open now. */
  current: Connection | null = null;
  requestsOnSocket = 0;
  /** Bytes that nobody reads follow on its socket, so it cannot be used again. */
  isSpent = false;
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
      // The exchange has its own deadlines, precise to the millisecond.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#client.on('disconnect', () => options.onDisconnect(this));
  }

  /** Whether all written bytes have left this process. */
  get isFlushed(): boolean {
    return this.progress.socket?.writableLength === 0;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(options, handler);
  }

  /**
   * The request is being written.
   * @param onByte called when a byte of its answer arrives
   */
  expectAnswer(onByte: () => void): void {
    this.#onByte = onByte;
    this.#heads?.expect();
  }

  /** Ends the current work without waiting for it. */
  destroy(): void {
    this.progress.isCancelled = true;
    // First and separately, because with the client's error Node would write a stack trace for it.
    this.progress.socket?.destroy();
    this.#client.destroy(() => undefined);
  }

  async #open({ target, mayReachOwn, connector }: PooledConnectionOptions): Promise<Socket> {
    this.progress = { stage: 'waiting', socket: null, isCancelled: false };
    this.current = null;
    this.requestsOnSocket = 0;
    this.isSpent = false;
    const opened = await connector.open(target, mayReachOwn, this.progress);
    this.current = opened.connection;
    this.#heads = new ResponseHeads(
      opened.socket,
      () => this.#onByte(),
      () => {
        this.isSpent = true;
      },
    );
    return opened.socket;
  }
}
