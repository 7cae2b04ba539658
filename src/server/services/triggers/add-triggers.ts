import { and, inArray, sql } from 'drizzle-orm';
import type { AddTriggersInput, AddTriggersResult } from '@/contracts/triggers';
import { internalError } from '@/domain/errors';
import { triggers } from '@/server/db/schema';
import { authorise } from '../actor';
import { findResources } from '../catalogue/company-resources';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { checkChoice } from './check-choice';
import { liveTriggersOf, lockHookForTriggers, toTrigger } from './trigger-rows';

const keyOf = (row: { resourceName: string; eventType: string }) =>
  `${row.resourceName}\0${row.eventType}`;

/**
 * Adds the valid triggers, and returns the reason for each of the others. An existing trigger is returned unchanged.
 */
export async function addTriggers({
  ctx,
  input,
}: {
  ctx: Context;
  input: AddTriggersInput;
}): Promise<AddTriggersResult> {
  const { companyId, projectId, hookId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');

  return ctx.db.asTenant(companyId, async (tx) => {
    const hook = await lockHookForTriggers(tx, tenant, hookId);
    const names = input.triggers.map((choice) => choice.resourceName);
    const resources = await findResources(tx, companyId, names);
    const checked = input.triggers.map((choice) => ({
      choice,
      result: checkChoice(choice, resources.get(choice.resourceName), {
        isProjectHook: projectId !== null,
        allProjects: hook.allProjects,
      }),
    }));
    const wanted = new Map(
      checked.flatMap(({ result }) =>
        result.ok
          ? [[keyOf(result), { resourceName: result.resourceName, eventType: result.eventType }]]
          : [],
      ),
    );
    const added = new Set<number>();
    const live = new Map<string, typeof triggers.$inferSelect>();
    if (wanted.size > 0) {
      const inserted = await tx
        .insert(triggers)
        .values([...wanted.values()].map((choice) => ({ ...tenant, hookId, ...choice })))
        .onConflictDoNothing({
          target: [triggers.hookId, triggers.resourceName, triggers.eventType],
          where: sql`deleted_at IS NULL`,
        })
        .returning({ id: triggers.id });
      for (const { id } of inserted) added.add(id);
      const rows = await tx
        .select()
        .from(triggers)
        .where(
          and(
            liveTriggersOf(companyId, hookId),
            inArray(triggers.resourceName, [
              ...new Set([...wanted.values()].map((choice) => choice.resourceName)),
            ]),
          ),
        );
      for (const row of rows) live.set(keyOf(row), row);
    }
    if (added.size > 0) {
      const rows = [...live.values()].filter((row) => added.has(row.id));
      await recordAudit(tx, ctx.actor, {
        tenant,
        action: 'trigger.create',
        subjectId: hookId,
        details: { triggers: rows.map((row) => `${row.resourceName}.${row.eventType}`) },
      });
    }
    return {
      items: checked.map(({ choice, result }) => {
        if (!result.ok) return { ok: false as const, choice, error: result.error };
        const row = live.get(keyOf(result));
        if (row === undefined) throw internalError(new Error('a trigger that was added is gone'));
        return { ok: true as const, trigger: toTrigger(tenant, row), isNew: added.has(row.id) };
      }),
    };
  });
}
