import type { Database } from '@/server/db/client';
import type { Log } from '@/server/services/context';

/**
 * The reason why a worker sends nothing or makes fewer requests at a time. The health check and doctor name the remedy
 * of each.
 */
export type TroubleCode =
  | 'file_limit'
  | 'memory'
  | 'no_route'
  | 'resolver'
  | 'internal'
  | 'clock_skew';
export type TroubleParams = Record<string, string | number>;

/** Readers assume that a trouble is over if nobody has confirmed it for two minutes. */
const CONFIRM_MS = 30_000;

/**
 * The reasons why this process cannot send, for others to see. Notes are written one after the other and nobody waits
 * for them. An unavailable database has its own check.
 */
export class Troubles {
  private readonly notedAt = new Map<TroubleCode, number>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    /** The worker's name. */
    private readonly source: string,
    private readonly log: Log,
  ) {}

  /** Call this repeatedly as long as the trouble lasts. */
  note(code: TroubleCode, params: TroubleParams): void {
    const nowMs = performance.now();
    if (nowMs - (this.notedAt.get(code) ?? Number.NEGATIVE_INFINITY) < CONFIRM_MS) return;
    this.notedAt.set(code, nowMs);
    this.write(async () => {
      await this.db.engine`
        SELECT gancho.note_trouble(${this.source}::text, ${code}::text, ${JSON.stringify(params)}::text::jsonb)`;
    });
  }

  clear(code: TroubleCode): void {
    if (!this.notedAt.delete(code)) return;
    this.write(async () => {
      await this.db.engine`SELECT gancho.clear_trouble(${this.source}::text, ${code}::text)`;
    });
  }

  /** Resolves when every note is written or given up. */
  async flush(): Promise<void> {
    await this.last;
  }

  private write(work: () => Promise<void>): void {
    this.last = this.last.then(work).catch((error: unknown) => {
      this.log.warn({ err: error }, 'A fault of the engine was not recorded');
    });
  }
}
