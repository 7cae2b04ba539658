import { sql } from 'drizzle-orm';
import { BEAT_SECONDS } from '@/domain/engine-numbers';
import type { Database } from '@/server/db/client';
import type { Log } from '@/server/services/context';

type Options = { db: Database; log: Log; workerName: string };

const BEAT_MS = 1000 * BEAT_SECONDS;
/** The heartbeat without work. The health check asks whether a worker that could send is there. */
const IDLE_BEAT_MS = 30_000;
/**
 * The sweep forgets a worker that has been silent for an hour. A serverless worker is suspended between its runs, so
 * after this time it sends a heartbeat before it leases anything.
 */
const AGAIN_MS = 600_000;

/**
 * The identity of this worker in the database: the id under which it leases, and the heartbeat that keeps its leases.
 */
export class Registration {
  private registered: Promise<number> | null = null;
  /** The database may have forgotten this worker. */
  private isDoubtful = false;
  private usedAtMs = Number.POSITIVE_INFINITY;
  private beat: NodeJS.Timeout | null = null;
  private idleBeat: NodeJS.Timeout | null = null;

  constructor(private readonly options: Options) {}

  async id(): Promise<number> {
    const id = await this.firstId();
    if (this.isDoubtful) {
      await this.beatAs(id);
      this.isDoubtful = false;
    }
    return id;
  }

  /**
   * Registers the worker if that is not done yet. This takes back the deliveries that an earlier process of the same
   * name held.
   */
  private firstId(): Promise<number> {
    const { db, workerName } = this.options;
    this.registered ??= this.takeOver()
      .then(
        () => db.engine<{ id: number }[]>`
          SELECT gancho.register_worker(${workerName}::text, ${Math.round(performance.now())}::double precision) AS id`,
      )
      .then(([row]) => row?.id ?? 0)
      .catch((error: unknown) => {
        this.registered = null;
        throw error;
      });
    return this.registered;
  }

  /** Logs the deliveries that an earlier process of this name has left. */
  private async takeOver(): Promise<void> {
    const { db, log, workerName } = this.options;
    const {
      rows: [left],
    } = await db.asSystem((tx) =>
      tx.execute<{ count: number }>(sql`
        SELECT count(*)::integer AS count FROM gancho.queue q JOIN gancho.workers w ON w.id = q.worker
        WHERE w.name = ${workerName}`),
    );
    if (!left?.count) return;
    const fields = { count: left.count, workers: [workerName] };
    log.info(
      { event: 'deliveries_taken_over', ...fields },
      'Deliveries that an earlier process of this worker held are due again',
    );
  }

  /** @param holdsNothing a worker that holds something sends heartbeats and cannot be forgotten */
  refresh(holdsNothing: boolean, nowMs: number): void {
    if (holdsNothing && nowMs - this.usedAtMs > AGAIN_MS) this.isDoubtful = true;
    this.usedAtMs = nowMs;
  }

  /** For a long-lived process: registers at the start and sends heartbeats even when there is nothing to send. */
  watch(): void {
    void this.keepAlive();
    this.idleBeat ??= setInterval(() => void this.keepAlive(), IDLE_BEAT_MS).unref();
  }

  close(): void {
    this.stopBeating();
    if (this.idleBeat) clearInterval(this.idleBeat);
    this.idleBeat = null;
  }

  startBeating(): void {
    this.beat ??= setInterval(() => void this.keepAlive(), BEAT_MS).unref();
  }

  stopBeating(): void {
    if (this.beat) clearInterval(this.beat);
    this.beat = null;
  }

  private async keepAlive(): Promise<void> {
    try {
      await this.beatAs(await this.firstId());
    } catch (error) {
      this.options.log.warn(
        { err: error },
        'The database does not answer. Results are kept in memory until it does',
      );
    }
  }

  private async beatAs(id: number): Promise<void> {
    const { db, workerName } = this.options;
    await db.engine`SELECT gancho.beat_worker(${id}::integer, ${workerName}::text)`;
  }
}
