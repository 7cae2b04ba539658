import { Lane, type LaneOptions } from './lane';

export type LaneRequest = {
  hookId: string;
  onLane(lane: Lane): void;
};

export type OriginPoolOptions = Omit<LaneOptions, 'onDisconnect'> & {
  connectionsMax: number;
  /** No connection is left and nobody waits: the pool can go. */
  onEmpty(): void;
};

/**
 * The connections to one origin, most recently used first, so that a surplus of them idles out.
 * Beyond the limit requests wait, and hooks that share the origin take turns.
 */
export class OriginPool {
  readonly #options: OriginPoolOptions;
  readonly #lanes = new Set<Lane>();
  readonly #idle: Lane[] = [];
  readonly #waiting = new Map<string, LaneRequest[]>();

  constructor(options: OriginPoolOptions) {
    this.#options = options;
  }

  /** Calls back at once, or when a connection is free; `isFresh` asks for one never used before. */
  acquire(request: LaneRequest, isFresh: boolean): void {
    const idle = isFresh ? undefined : this.#idle.pop();
    if (idle) request.onLane(idle);
    // A fresh one replaces a connection that was just lost, so the limit holds but for a moment.
    else if (isFresh || this.#lanes.size < this.#options.connectionsMax) {
      request.onLane(this.#createLane());
    } else {
      const queue = this.#waiting.get(request.hookId);
      if (queue) queue.push(request);
      else this.#waiting.set(request.hookId, [request]);
    }
  }

  /** Gives up waiting. */
  cancel(request: LaneRequest): void {
    const queue = this.#waiting.get(request.hookId);
    const index = queue?.indexOf(request) ?? -1;
    if (!queue || index === -1) return;
    queue.splice(index, 1);
    if (queue.length === 0) this.#waiting.delete(request.hookId);
    this.#reportEmpty();
  }

  release(lane: Lane, isReusable: boolean): void {
    if (isReusable) {
      const next = this.#nextWaiting();
      if (next) next.onLane(lane);
      else this.#idle.push(lane);
      return;
    }
    this.#lanes.delete(lane);
    lane.destroy();
    if (this.#lanes.size < this.#options.connectionsMax) {
      this.#nextWaiting()?.onLane(this.#createLane());
    }
    this.#reportEmpty();
  }

  destroyIdle(): void {
    for (const lane of this.#idle.splice(0)) this.release(lane, false);
  }

  #createLane(): Lane {
    const lane = new Lane({
      ...this.#options,
      onDisconnect: (closed) => {
        const index = this.#idle.indexOf(closed);
        // A busy lane hears of it through its request, and connects anew or is released.
        if (index === -1) return;
        this.#idle.splice(index, 1);
        this.release(closed, false);
      },
    });
    this.#lanes.add(lane);
    return lane;
  }

  #nextWaiting(): LaneRequest | undefined {
    for (const [hookId, queue] of this.#waiting) {
      const request = queue.shift();
      this.#waiting.delete(hookId);
      if (queue.length > 0) this.#waiting.set(hookId, queue);
      return request;
    }
    return undefined;
  }

  #reportEmpty(): void {
    if (this.#lanes.size === 0 && this.#waiting.size === 0) this.#options.onEmpty();
  }
}
