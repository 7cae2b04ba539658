import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import type { Log } from '../context';

type Options = { db: Database; log: Log; workerName: string };

const BEAT_MS = 2000;
/** Without work: health asks whether a worker is there that could send. */
const IDLE_BEAT_MS = 30_000;
/** The sweep forgets a worker that has been silent for an hour: long before that it says who it is again. */
const AGAIN_MS = 600_000;

/** Who this worker is to the database: its id, under which it leases, and the heartbeat that keeps its leases. */
export class Registration {
  private registered: Promise<number> | null = null;
  private usedAtMs = 0;
  private beat: NodeJS.Timeout | null = null;
  private idleBeat: NodeJS.Timeout | null = null;

  constructor(private readonly options: Options) {}

  /** Registers where that is not done yet; what an earlier process of this name held is taken back by it. */
  id(): Promise<number> {
    const { db, workerName } = this.options;
    this.registered ??= this.takeOver()
      .then(
        () => db.engine<{ id: number }[]>`
          SELECT gancho.register_worker(${workerName}::text) AS id`,
      )
      .then(([row]) => row?.id ?? 0)
      .catch((error: unknown) => {
        this.registered = null;
        throw error;
      });
    return this.registered;
  }

  /** Tells of what an earlier process of this name has left. */
  private async takeOver(): Promise<void> {
    const { db, log, workerName } = this.options;
    const [left] = await db.asSystem((tx) =>
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

  /** @param holdsNothing only then may it be registered again */
  refresh(holdsNothing: boolean, nowMs: number): void {
    if (holdsNothing && nowMs - this.usedAtMs > AGAIN_MS) this.registered = null;
    this.usedAtMs = nowMs;
  }

  /** For a process that stays: is known from its start on, and beats also while there is nothing to send. */
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
      await this.options.db.engine`SELECT gancho.beat_worker(${await this.id()}::integer)`;
    } catch (error) {
      this.options.log.warn(
        { err: error },
        'The database does not answer; results are kept until it does',
      );
    }
  }
}
