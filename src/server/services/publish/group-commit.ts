import { isServiceError } from '@/domain/errors';
import type { Database, EngineSql } from '@/server/db/client';
import { freeTextColumn, numberColumn } from '@/server/db/columns';
import type { Limit } from '@/server/db/limit';
import { unavailableFor } from '@/server/db/unavailable';

/** One event in the form for gancho.publish, with the JSON columns as text. */
export type EventRow = {
  companyId: number;
  projectId: number | null;
  ulid: string;
  resourceName: string;
  resourceLevel: 'company' | 'project';
  resourceId: string;
  eventType: string;
  userId: string | null;
  occurredAt: string | null;
  metadata: string | null;
  related: string | null;
  data: string | null;
  key: string | null;
  apiClientId: number | null;
  hops: number;
};

export type StoredEvent = { id: number; ulid: string; duplicate: boolean };

type Waiting = {
  rows: EventRow[];
  resolve: (stored: StoredEvent[]) => void;
  reject: (error: unknown) => void;
};

const ROWS_MAX = 1000;
/** While one transaction waits for the disk, the next one fills. */
const COMMITS_AT_ONCE = 2;

/**
 * Group commit: requests that arrive while others are being committed share the next transaction, so that a durable
 * event costs a fraction of a disk flush. The rows of one request are never split.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private committing = 0;

  constructor(private readonly db: Database) {}

  /**
   * Resolves when the rows are durable, in their order.
   * @throws ServiceError `unavailable`, which indicates whether they may be stored nevertheless
   */
  submit(rows: EventRow[], limit: Limit | null): Promise<StoredEvent[]> {
    const stored = new Promise<StoredEvent[]>((resolve, reject) => {
      this.waiting.push({ rows, resolve, reject });
      this.pump();
    });
    return limit ? limit.hold(stored, () => this.giveUp(rows)) : stored;
  }

  /** Removes rows that wait for their turn. Rows that are being committed may be stored. */
  private giveUp(rows: EventRow[]): Error {
    const index = this.waiting.findIndex((request) => request.rows === rows);
    if (index === -1) return unavailableFor('late');
    this.waiting.splice(index, 1);
    return unavailableFor('crowded');
  }

  private pump(): void {
    while (this.committing < COMMITS_AT_ONCE && this.waiting.length > 0) {
      const group = this.take();
      this.committing += 1;
      this.commit(group).finally(() => {
        this.committing -= 1;
        this.pump();
      });
    }
  }

  private take(): Waiting[] {
    let rows = 0;
    let count = 0;
    for (const request of this.waiting) {
      if (count > 0 && rows + request.rows.length > ROWS_MAX) break;
      rows += request.rows.length;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async commit(group: Waiting[]): Promise<void> {
    try {
      const rows = group.flatMap((request) => request.rows);
      const stored = await this.db.call((engine) => store(engine, rows));
      let offset = 0;
      for (const request of group) {
        request.resolve(stored.slice(offset, offset + request.rows.length));
        offset += request.rows.length;
      }
    } catch (error) {
      // A statement that the database refused wrote nothing, so each request gets its own statement and one bad row
      // cannot fail the others. After a lost connection the result is unknown, and the source retries.
      if (group.length > 1 && isRefusal(error)) {
        await Promise.all(group.map((request) => this.commit([request])));
      } else {
        for (const request of group) request.reject(error);
      }
    }
  }
}

/** Whether the rows themselves were refused. If the state of the database is the cause, none would succeed alone. */
function isRefusal(error: unknown): boolean {
  return !isServiceError(error) && error instanceof Error && error.name === 'PostgresError';
}

async function store(engine: EngineSql, rows: EventRow[]): Promise<StoredEvent[]> {
  const numbers = (values: (number | null)[]) => engine`${numberColumn(values)}::bigint[]`;
  const texts = (values: (string | null)[]) => {
    const column = freeTextColumn(values);
    return column === null
      ? engine`${values}::text[]`
      : engine`string_to_array(${column}::text, chr(31), chr(30))`;
  };
  const [stored] = await engine<{ ids: string; known: (string | null)[] | null }[]>`
    SELECT array_to_string(event_ids, ',') AS ids, to_json(known_ulids) AS known FROM gancho.publish(
      ${numbers(rows.map((row) => row.companyId))}, ${numbers(rows.map((row) => row.projectId))},
      ${texts(rows.map((row) => row.ulid))}, ${texts(rows.map((row) => row.resourceName))},
      ${texts(rows.map((row) => row.resourceLevel))}, ${texts(rows.map((row) => row.resourceId))},
      ${texts(rows.map((row) => row.eventType))}, ${texts(rows.map((row) => row.userId))},
      ${texts(rows.map((row) => row.occurredAt))}, ${texts(rows.map((row) => row.metadata))},
      ${texts(rows.map((row) => row.related))}, ${texts(rows.map((row) => row.data))},
      ${texts(rows.map((row) => row.key))}, ${numbers(rows.map((row) => row.apiClientId))},
      ${numberColumn(rows.map((row) => row.hops))}::smallint[])`;
  const ids = stored?.ids.split(',') ?? [];
  return rows.map((row, i) => {
    const known = stored?.known?.[i] ?? null;
    return { id: Number(ids[i]), ulid: known ?? row.ulid, duplicate: known !== null };
  });
}
