/** Less than the 2 s within which a request is answered, whatever the state of the database. */
const REQUEST_MS = 1_800;

/** The time limit that the queries of one caller share. */
export class Limit {
  private readonly endsAtMs: number;

  constructor(ms = REQUEST_MS) {
    this.endsAtMs = performance.now() + ms;
  }

  get leftMs(): number {
    return Math.max(0, Math.ceil(this.endsAtMs - performance.now()));
  }

  get isOver(): boolean {
    return this.leftMs === 0;
  }

  /**
   * Resolves or rejects like `work`, or rejects with `late()` when the time is over. After that, the result of `work`
   * is ignored.
   */
  hold<T>(work: Promise<T>, late: () => Error): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(late()), this.leftMs);
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}
