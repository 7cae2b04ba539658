import { PooledConnection, type PooledConnectionOptions } from './pooled-connection';

export type PooledRequest = {
  hookId: string;
  onConnection(connection: PooledConnection): void;
};

export type OriginPoolOptions = Omit<PooledConnectionOptions, 'onDisconnect'> & {
  connectionsMax: number;
  /** No connection is left and no request waits, so the pool can be removed. */
  onEmpty(): void;
};

/**
 * The connections to one origin, most recently used first, so that surplus ones become idle and close. Beyond the limit
 * requests wait, and hooks that share the origin take turns.
 */
export class OriginPool {
  readonly #options: OriginPoolOptions;
  readonly #connections = new Set<PooledConnection>();
  readonly #idle: PooledConnection[] = [];
  readonly #waiting = new Map<string, PooledRequest[]>();

  constructor(options: OriginPoolOptions) {
    this.#options = options;
  }

  /** Calls back at once, or when a connection is free. `isFresh` requires a connection that was never used before. */
  acquire(request: PooledRequest, isFresh: boolean): void {
    const idle = isFresh ? undefined : this.#idle.pop();
    if (idle) request.onConnection(idle);
    // A fresh connection replaces one that was just lost, so the limit is exceeded only for a moment.
    else if (isFresh || this.#connections.size < this.#options.connectionsMax) {
      request.onConnection(this.#openConnection());
    } else {
      const queue = this.#waiting.get(request.hookId);
      if (queue) queue.push(request);
      else this.#waiting.set(request.hookId, [request]);
    }
  }

  /** Stops waiting. */
  cancel(request: PooledRequest): void {
    const queue = this.#waiting.get(request.hookId);
    const index = queue?.indexOf(request) ?? -1;
    if (!queue || index === -1) return;
    queue.splice(index, 1);
    if (queue.length === 0) this.#waiting.delete(request.hookId);
    this.#reportEmpty();
  }

  release(connection: PooledConnection, isReusable: boolean): void {
    if (isReusable) {
      const next = this.#nextWaiting();
      if (next) next.onConnection(connection);
      else this.#idle.push(connection);
      return;
    }
    this.#connections.delete(connection);
    connection.destroy();
    if (this.#connections.size < this.#options.connectionsMax) {
      this.#nextWaiting()?.onConnection(this.#openConnection());
    }
    this.#reportEmpty();
  }

  destroyIdle(): void {
    for (const connection of this.#idle.splice(0)) this.release(connection, false);
  }

  #openConnection(): PooledConnection {
    const connection = new PooledConnection({
      ...this.#options,
      onDisconnect: (closed) => {
        const index = this.#idle.indexOf(closed);
        // A busy connection learns of it through its request, and then connects again or is released.
        if (index === -1) return;
        this.#idle.splice(index, 1);
        this.release(closed, false);
      },
    });
    this.#connections.add(connection);
    return connection;
  }

  #nextWaiting(): PooledRequest | undefined {
    for (const [hookId, queue] of this.#waiting) {
      const request = queue.shift();
      this.#waiting.delete(hookId);
      if (queue.length > 0) this.#waiting.set(hookId, queue);
      return request;
    }
    return undefined;
  }

  #reportEmpty(): void {
    if (this.#connections.size === 0 && this.#waiting.size === 0) this.#options.onEmpty();
  }
}
