import { and, inArray, sql } from 'drizzle-orm';
import { type ErrorDetail, invalidInput } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { triggers } from '@/server/db/schema';
import { findResources } from '../catalogue/company-resources';
import { type Choice, checkChoice } from './check-choice';
import { liveTriggersOf } from './trigger-rows';

type OfHook = { companyId: number; projectId: number | null; id: number; allProjects: boolean };
type Changes = { added: string[]; removed: string[] };

const nameOf = (row: { resourceName: string; eventType: string }) =>
  `${row.resourceName}.${row.eventType}`;

/**
 * Makes `choices` the complete selection of a hook, in the transaction of the hook's own write. The caller holds the
 * hook's row and writes the audit row. A choice that stays keeps its trigger and its age.
 * @throws ServiceError `invalid_input` naming every item that the hook may not select
 */
export async function replaceTriggers(
  tx: Transaction,
  hook: OfHook,
  choices: readonly Choice[],
): Promise<Changes> {
  const { companyId, projectId, id: hookId } = hook;
  const wanted = await checkAll(tx, hook, choices);
  const live = await tx.select().from(triggers).where(liveTriggersOf(companyId, hookId));
  const stale = live.filter((row) => !wanted.has(nameOf(row)));
  const kept = new Set(live.map(nameOf));
  const missing = [...wanted].filter(([name]) => !kept.has(name)).map(([, choice]) => choice);
  if (stale.length > 0) {
    const ids = stale.map((row) => row.id);
    await tx
      .update(triggers)
      .set({ deletedAt: sql`clock_timestamp()` })
      .where(and(liveTriggersOf(companyId, hookId), inArray(triggers.id, ids)));
  }
  if (missing.length > 0) {
    await tx
      .insert(triggers)
      .values(missing.map((choice) => ({ companyId, projectId, hookId, ...choice })))
      .onConflictDoNothing({
        target: [triggers.hookId, triggers.resourceName, triggers.eventType],
        where: sql`deleted_at IS NULL`,
      });
  }
  return { added: missing.map(nameOf), removed: stale.map(nameOf) };
}

/** By name, so that a repeated choice counts once. */
async function checkAll(tx: Transaction, hook: OfHook, choices: readonly Choice[]) {
  const names = choices.map((choice) => choice.resourceName);
  const resources = await findResources(tx, hook.companyId, names);
  const kind = { isProjectHook: hook.projectId !== null, allProjects: hook.allProjects };
  const problems: ErrorDetail[] = [];
  const wanted = new Map<
    string,
    Pick<typeof triggers.$inferInsert, 'resourceName' | 'eventType'>
  >();
  for (const [index, choice] of choices.entries()) {
    const checked = checkChoice(choice, resources.get(choice.resourceName), kind);
    if (checked.ok) {
      const { resourceName, eventType } = checked;
      wanted.set(nameOf(checked), { resourceName, eventType });
    } else problems.push({ ...checked.error, index });
  }
  if (problems.length > 0) throw invalidInput(problems);
  return wanted;
}
