import { and, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import type { Hook } from '@/contracts/hooks';
import { type ErrorDetail, stale } from '@/domain/errors';
import { HOOK_SETTINGS } from '@/domain/hook-settings';
import type { Transaction } from '@/server/db/client';
import { apiClients, auditLog, users } from '@/server/db/schema';

const SETTINGS: Readonly<Record<string, unknown>> = HOOK_SETTINGS;
const CHANGES_SHOWN = 10;
const CHANGING = ['hook.update', 'trigger.create', 'trigger.delete'];

/**
 * Refuses a change of a hook that has another revision than the caller has read.
 * @throws ServiceError `stale` naming who changed what, and when
 */
export async function requireRevision(
  tx: Transaction,
  hook: Hook,
  revision: string | undefined,
): Promise<void> {
  if (revision === undefined || revision === hook.revision) return;
  const changes = await changesSince(tx, hook, revision);
  const [last] = changes;
  const by = last === undefined ? '' : ` by ${last.by} at ${last.at.toISOString()}`;
  const message = `The hook was changed${by} since you read it: read it again, or send the change without If-Match.`;
  throw stale(message, changes.flatMap(detailsOf));
}

/** A row of the selection names the event. */
const fieldsOf = (details: Record<string, unknown>): string[] => [
  ...new Set(Object.keys(details).map((key) => (key in SETTINGS ? key : 'triggers'))),
];

type Change = { by: string; at: Date; fields: string[] };

const detailsOf = ({ by, at, fields }: Change): ErrorDetail[] =>
  fields.map((field) => ({
    field,
    code: 'changed',
    message: `was changed by ${by} at ${at.toISOString()}.`,
  }));

/** Newest first. A revision that nobody has issued finds nothing. */
async function changesSince(tx: Transaction, hook: Hook, revision: string): Promise<Change[]> {
  const ms = Number(/^\d{1,10}-(\d{1,14})-/.exec(revision)?.[1] ?? Number.NaN);
  if (Number.isNaN(ms)) return [];
  const a = auditLog;
  const rows = await tx
    .select({
      at: a.createdAt,
      details: a.details,
      by: sql<string>`coalesce(nullif(${users.name}, ''), ${users.email}, ${apiClients.name}, 'the operator')`,
    })
    .from(a)
    .leftJoin(users, and(eq(a.actorKind, 'user'), eq(users.id, a.actorId)))
    .leftJoin(
      apiClients,
      and(
        eq(a.actorKind, 'client'),
        eq(apiClients.companyId, a.companyId),
        eq(apiClients.id, a.actorId),
      ),
    )
    .where(
      and(
        eq(a.companyId, hook.companyId),
        eq(a.subjectId, String(hook.id)),
        inArray(a.action, CHANGING),
        // The row that made the revision has the same millisecond.
        gte(a.createdAt, new Date(ms + 1)),
      ),
    )
    .orderBy(desc(a.id))
    .limit(CHANGES_SHOWN);
  return rows.map(({ at, by, details }) => ({ at, by, fields: fieldsOf(details) }));
}
