import { randomBytes } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import type { SendTestInput, SentTest } from '@/contracts/hook-actions';
import type { Hook } from '@/contracts/hooks';
import { conflict, invalidField, invalidInput, notFound, rateLimited } from '@/domain/errors';
import { TEST_RESOURCE_ID, testEventData } from '@/domain/test-event';
import { ulid } from '@/domain/ulid';
import type { Transaction } from '@/server/db/client';
import { projects, triggers } from '@/server/db/schema';
import { authorise } from '../actor';
import { findResources } from '../catalogue/company-resources';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { checkChoice } from '../triggers/check-choice';
import { liveTriggersOf } from '../triggers/trigger-rows';
import { requireHook } from './hook-rows';

/**
 * Sends a sample event to one hook, through the real queue and marked as a test. It is sent once, even while the hook
 * is failing, and changes neither the hook's health nor its statistics.
 */
export async function sendTest({
  ctx,
  input,
}: {
  ctx: Context;
  input: SendTestInput;
}): Promise<SentTest> {
  const { companyId, projectId, hookId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');

  const sent = await ctx.db.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
    const hook = await requireHook(tx, tenant, hookId);
    if (hook.status === 'disabled') {
      throw conflict('The hook is disabled: enable it before you send a test.');
    }
    const { resourceName, eventType, level } = await chosen(tx, hook, input);
    const nowMs = await ctx.clock.now();
    const eventProject = level === 'company' ? null : await projectOf(tx, hook);
    const userId = ctx.actor.kind === 'user' ? String(ctx.actor.userId) : null;
    const data = JSON.stringify(testEventData(resourceName, nowMs));
    const {
      rows: [row],
    } = await tx.execute<{
      event_id: number;
      delivery_id: number;
      retry_after_seconds: number | null;
    }>(sql`SELECT * FROM gancho.send_test(${hookId}, ${eventProject}, ${ulid(nowMs, randomBytes(10))},
      ${resourceName}, ${level}, ${TEST_RESOURCE_ID}, ${eventType}, ${userId}, ${data})`);
    if (row === undefined) throw notFound('The hook');
    if (row.retry_after_seconds !== null) throw rateLimited(row.retry_after_seconds);
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'hook.test',
      subjectId: hookId,
      details: { event: `${resourceName}.${eventType}`, delivery_id: row.delivery_id },
    });
    return { deliveryId: row.delivery_id, eventId: row.event_id };
  });
  ctx.announce('gancho/deliveries.due');
  return sent;
}

async function chosen(tx: Transaction, hook: Hook, { resourceName, eventType }: SendTestInput) {
  if ((resourceName === undefined) !== (eventType === undefined)) {
    const missing = resourceName === undefined ? 'resourceName' : 'eventType';
    throw invalidField(missing, 'required', 'is required with the other: give both or neither.');
  }
  const choice =
    resourceName !== undefined && eventType !== undefined
      ? { resourceName, eventType }
      : await firstSelected(tx, hook);
  const resources = await findResources(tx, hook.companyId, [choice.resourceName]);
  const resource = resources.get(choice.resourceName);
  const checked = checkChoice(choice, resource, {
    isProjectHook: hook.projectId !== null,
    allProjects: hook.allProjects,
  });
  if (!checked.ok) throw invalidInput([checked.error]);
  return { ...checked, level: resource?.level ?? 'company' };
}

async function firstSelected(tx: Transaction, hook: Hook) {
  const [first] = await tx
    .select({ resourceName: triggers.resourceName, eventType: triggers.eventType })
    .from(triggers)
    .where(liveTriggersOf(hook.companyId, hook.id))
    .orderBy(asc(triggers.id))
    .limit(1);
  if (first !== undefined) return first;
  throw conflict('The hook has no selected events: select one first, or name one to send.');
}

/**
 * The project of the test event. A hook of the company accepts events of any of its projects, so this takes the first.
 */
async function projectOf(tx: Transaction, { companyId, projectId }: Hook): Promise<number | null> {
  if (projectId !== null) return projectId;
  const [project] = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.companyId, companyId))
    .orderBy(asc(projects.id))
    .limit(1);
  return project?.id ?? null;
}
