import { sql } from 'drizzle-orm';
import { conflict, type ErrorDetail } from '@/domain/errors';
import type { Database } from '@/server/db/client';
import type { EventRow } from './group-commit';

/** Raised by gancho.publish, which compares the same columns. */
const CONFLICT = 'GK409';

const MESSAGE =
  'was published with another event: use a key of its own for each, or leave it out. The same event may come again.';

type Told = Pick<
  EventRow,
  | 'projectId'
  | 'resourceName'
  | 'resourceId'
  | 'eventType'
  | 'userId'
  | 'metadata'
  | 'related'
  | 'data'
>;

export const isKeyConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === CONFLICT;

export const keyConflict = (details: readonly ErrorDetail[], cause?: unknown) =>
  conflict(`idempotency_key: ${MESSAGE}`, { details, cause });

/** The rows whose key belongs to a different event, stored earlier or in the same batch. */
export async function keyConflicts(
  db: Database,
  companyId: number,
  rows: readonly (Told & { key: string | null; index: number })[],
): Promise<ErrorDetail[]> {
  const keys = [...new Set(rows.flatMap(({ key }) => key ?? []))];
  if (keys.length === 0) return [];
  const { rows: known } = await db.asTenant(companyId, (tx) =>
    tx.execute<Told & { key: string }>(sql`
      SELECT k.key, e.project_id::float8 AS "projectId", e.resource_name AS "resourceName", e.resource_id AS "resourceId",
        e.event_type AS "eventType", e.user_id AS "userId", e.metadata::text AS metadata,
        e.related_resources::text AS related, e.data::text AS data
      FROM gancho.idempotency_keys k JOIN gancho.events e ON e.id = k.event_id
      WHERE k.company_id = ${companyId} AND k.key IN ${keys}`),
  );
  const first = new Map<string, Told>(known.map((event) => [event.key, event]));
  const problems: ErrorDetail[] = [];
  for (const row of rows) {
    if (row.key === null) continue;
    const earlier = first.get(row.key);
    if (earlier === undefined) first.set(row.key, row);
    else if (!isSame(earlier, row))
      problems.push({
        index: row.index,
        field: 'idempotency_key',
        code: 'idempotency_conflict',
        message: MESSAGE,
      });
  }
  return problems;
}

const isSame = (left: Told, right: Told) =>
  left.projectId === right.projectId &&
  left.resourceName === right.resourceName &&
  left.resourceId === right.resourceId &&
  left.eventType === right.eventType &&
  left.userId === right.userId &&
  left.metadata === right.metadata &&
  left.related === right.related &&
  left.data === right.data;
