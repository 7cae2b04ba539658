import { createWorld, type World } from '@tests/factories/world';
import { firstIdOfDay } from '@/domain/ids';
import type { Sql } from '@/server/db/driver';
import { purge } from '@/server/engine/maintenance/purge';
import type { Cluster } from './cluster';
import { isOfThePast } from './endpoints';
import type { Hook } from './settle';
import { withRetry } from './waiting';

/** The rest of one day of the past. */
export type PastDay = { day: number; events: number; deliveries: number };

export type PastEvidence = {
  today: number;
  /** The days that were made. Each has a finished delivery, and every few days one that waits. */
  days: { day: number; openUlid: string | null }[];
  left: PastDay[];
  /** The smallest number of days that any purge had to keep. */
  leastKept: number;
};

/** Fewer than the product keeps, so that only our own purges drop any. */
const DAYS = 27;
const OPEN_EVERY = 4;
const TRIES = 40;
const AGAIN_MS = 500;

/**
 * Days of the past, for a disabled hook. Its waiting deliveries must survive every purge. Each purge keeps one day less
 * than the one before.
 */
export class Past {
  /** The days that the last completed purge kept, and the least that any purge had to keep. */
  private kept = DAYS + 1;
  private leastKept = DAYS + 1;

  private constructor(
    private readonly sql: Sql,
    private readonly world: World,
    private readonly today: number,
    private readonly days: PastEvidence['days'],
  ) {}

  static async make(cluster: Cluster, hooks: readonly Hook[], sql: Sql): Promise<Past> {
    const hook = hooks.find(isOfThePast);
    if (!hook) throw new Error('no hook of the past');
    const [now] = await sql<{ day: number }[]>`SELECT gancho.day_of(clock_timestamp()) AS day`;
    const today = now?.day ?? 0;
    const days: PastEvidence['days'] = [];
    await sql`UPDATE gancho.hooks SET status = 'disabled', disabled_reason = 'admin', config_version = config_version + 1 WHERE id = ${hook.id}`;
    await sql`SELECT gancho.sync_hook_queue(${hook.id})`;
    for (let day = today - DAYS; day < today; day += 1) {
      const isOpen = day % OPEN_EVERY === 0;
      days.push({ day, openUlid: isOpen ? ulidOf(day, 2) : null });
      await sql`SELECT gancho.create_partitions(${day}::integer)`;
      await insert(sql, hook, day, 1);
      if (isOpen) await insert(sql, hook, day, 2);
    }
    return new Past(sql, createWorld(cluster.databaseUrl), today, days);
  }

  /** The first id of the day on which the run began. */
  get firstId(): number {
    return firstIdOfDay(this.today);
  }

  /** Purges as the engine does once an hour, with a retention that is one day shorter each time. */
  async purge(): Promise<void> {
    this.leastKept = Math.max(1, this.kept - 1);
    await this.purgeOnce();
    this.kept = this.leastKept;
  }

  /** Reads the days after a last purge without faults. */
  async evidence(): Promise<PastEvidence> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.purgeOnce();
        break;
      } catch (error) {
        if (tries === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
    const left = await withRetry(
      () => this.sql<PastDay[]>`
      SELECT day, sum(event)::int AS events, sum(delivery)::int AS deliveries FROM (
        SELECT (id >> 37)::int AS day, 1 AS event, 0 AS delivery FROM gancho.events WHERE id < ${this.firstId}
        UNION ALL SELECT (id >> 37)::int, 0, 1 FROM gancho.deliveries WHERE id < ${this.firstId}
      ) AS rows GROUP BY day`,
    );
    return { today: this.today, days: this.days, left: [...left], leastKept: this.leastKept };
  }

  close(): Promise<void> {
    return this.world.db.close();
  }

  private async purgeOnce(): Promise<void> {
    const { db, services } = this.world;
    await purge(db, { retentionDays: this.leastKept, log: services.log });
  }
}

/** Days that lost rows that must stay, or kept rows that must go. */
export function findWronglyPurged(
  { today, days, left, leastKept }: PastEvidence,
  isReceived: (ulid: string) => boolean,
): string[] {
  return days.flatMap(({ day, openUlid }) => {
    const found = left.find((one) => one.day === day);
    const all = openUlid === null ? 1 : 2;
    const isWhole = found?.events === all && found.deliveries === all;
    const ago = today - day;
    if (openUlid !== null && !isReceived(openUlid)) return [`what waited for ${ago} days is gone`];
    if (openUlid !== null && !isWhole)
      return [`a day with something open, ${ago} days old, is gone`];
    if (ago <= leastKept && !isWhole) return [`a day is gone that is only ${ago} days old`];
    if (ago > leastKept && openUlid === null && found)
      return [`a day is left that is ${ago} days old`];
    return [];
  });
}

const ulidOf = (day: number, number: number) => `${String(day).padStart(25, '0')}${number}`;

/** The second delivery of a day waits. The first is finished. */
async function insert(sql: Sql, hook: Hook, day: number, number: 1 | 2): Promise<void> {
  const id = firstIdOfDay(day) + number;
  const { companyId, projectId } = hook.tenant;
  const status = number === 1 ? 'delivered' : 'queued';
  await sql`
    INSERT INTO gancho.events (id, company_id, project_id, ulid, resource_name, resource_level, resource_id, event_type, occurred_at, recorded_at)
    VALUES (${id}, ${companyId}, ${projectId}, ${ulidOf(day, number)}, ${hook.resource}, 'project', '1', 'create', now(), now())`;
  await sql`
    INSERT INTO gancho.deliveries (id, company_id, hook_id, event_id, resource_name, resource_id, event_type, created_at, status, finished_at)
    VALUES (${id}, ${companyId}, ${hook.id}, ${id}, ${hook.resource}, '1', 'create', now(), ${status},
      ${number === 1 ? sql`now()` : null})`;
  await sql`
    INSERT INTO gancho.delivery_counts AS c (company_id, hook_id, day, delivered, queued)
    VALUES (${companyId}, ${hook.id}, ${day}, ${number === 1 ? 1 : 0}, ${number === 2 ? 1 : 0})
    ON CONFLICT (hook_id, day) DO UPDATE SET queued = c.queued + excluded.queued`;
  if (number === 2) {
    await sql`
      INSERT INTO gancho.queue (hook_id, delivery_id, event_id, due_at) VALUES (${hook.id}, ${id}, ${id}, now())`;
  }
}
