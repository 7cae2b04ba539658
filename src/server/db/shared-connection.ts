import type { Connection } from './connection';
import { asDriverError } from './driver-error';

const LOOK_MS = 15_000;

/** One connection for all statements. It opens when it is needed, and again after it was lost. */
export class SharedConnection {
  private current: Promise<Connection> | null = null;
  private usedAtMs = 0;
  private inUse = 0;
  private timer: NodeJS.Timeout | null = null;

  /** @param idleMs the time after which an unused connection is closed */
  constructor(
    private readonly open: () => Connection,
    private readonly idleMs: number,
  ) {}

  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    this.inUse += 1;
    try {
      this.current ??= this.connect();
      return await work(await this.current);
    } finally {
      this.inUse -= 1;
      this.usedAtMs = performance.now();
    }
  }

  /** The active statements end as usual, and the next one gets another connection. */
  replace(): void {
    const { current } = this;
    this.current = null;
    current?.then((connection) => connection.end()).catch(() => {});
  }

  async end(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    const { current } = this;
    this.current = null;
    await current?.then((connection) => connection.end()).catch(() => {});
  }

  private connect(): Promise<Connection> {
    const connection = this.open();
    const connected = connection.connect().then(
      () => connection,
      (error: unknown) => {
        forget();
        throw asDriverError(error);
      },
    ) as Promise<Connection>;
    const forget = () => {
      if (this.current === connected) this.current = null;
    };
    connection.once('error', forget);
    connection.once('end', forget);
    this.timer ??= setInterval(() => this.closeIdle(), LOOK_MS).unref();
    return connected;
  }

  private closeIdle(): void {
    if (this.inUse > 0 || performance.now() - this.usedAtMs < this.idleMs) return;
    this.replace();
  }
}
