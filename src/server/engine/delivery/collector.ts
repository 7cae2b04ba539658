import type { Log } from '@/server/services/context';
import { isDeadlock } from '../dispatch/dispatch-events';

type Options<T> = {
  /** The maximum number of results in one write. */
  batchMax: () => number;
  /** The number of results that are worth a write. Below it, the collector waits a moment for more. */
  enough: () => number;
  write: (results: T[]) => Promise<void>;
  /** Called before the results are written for the first time. */
  onTaken: (results: readonly T[]) => void;
  onWritten: (results: readonly T[]) => void;
  log: Log;
};

const WAIT_MS = 5;
const BATCH = 200;
const RETRY_MS_MAX = 5000;

/**
 * Gathers results and writes them after 5 ms or at 200 results, whichever is first, or at once if no other result is in
 * flight. It never waits for a claimed batch to be complete, so a slow receiver delays nobody else. While the database
 * is unavailable, it keeps the results and retries.
 */
export class Collector<T> {
  private waiting: T[] = [];
  private writing = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: Options<T>) {}

  /** The number of results that have come back and are not recorded yet. */
  get size(): number {
    return this.waiting.length + this.writing;
  }

  add(result: T): void {
    this.waiting.push(result);
    this.schedule();
  }

  private schedule(): void {
    if (this.writing > 0 || this.waiting.length === 0) return;
    if (this.waiting.length >= Math.min(BATCH, this.options.enough())) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), WAIT_MS);
  }

  private async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.writing > 0 || this.waiting.length === 0) return;
    const batch = this.waiting.splice(0, this.options.batchMax());
    this.writing = batch.length;
    this.options.onTaken(batch);
    await this.persist(batch);
    this.writing = 0;
    this.options.onWritten(batch);
    this.schedule();
  }

  private async persist(batch: T[]): Promise<void> {
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, RETRY_MS_MAX)) {
      try {
        await this.options.write(batch);
        return;
      } catch (error) {
        if (isDeadlock(error)) continue;
        if (isRefusal(error)) return this.persistApart(batch, error);
        this.options.log.error(
          { err: error, results: batch.length },
          'Results were not recorded and are retried',
        );
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  /**
   * Writes the halves of a batch separately, so that one result that the database refuses does not hold up the others.
   * The delivery of the refused result is sent again when its lease ends.
   */
  private async persistApart(batch: T[], error: unknown): Promise<void> {
    if (batch.length === 1) {
      this.options.log.error({ err: error }, 'The database refused a result, which is dropped');
      return;
    }
    const half = batch.length / 2;
    await this.persist(batch.slice(0, half));
    await this.persist(batch.slice(half));
  }
}

const NO_PARTITION = '23514';

/** Whether the database refused the rows because of their content, not because of its own state. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false;
  return /^2[23]...$/.test(error.code) && error.code !== NO_PARTITION;
}
