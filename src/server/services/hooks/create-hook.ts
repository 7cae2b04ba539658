import { and, eq, sql } from 'drizzle-orm';
import type { CreatedHook, CreateHookInput } from '@/contracts/hooks';
import { internalError, invalidInput } from '@/domain/errors';
import { given, pick } from '@/domain/keyed';
import { DEFAULT_NAMESPACE } from '@/domain/namespace';
import { hookSecrets, hooks } from '@/server/db/schema';
import { newSigningSecret } from '@/server/gateways/hashing';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { replaceTriggers } from '../triggers/replace-triggers';
import { defaultName } from './default-name';
import { readUrl } from './destination';
import { headerColumns, readHeaders } from './hook-headers';
import { hooksOf, requireHook } from './hook-rows';
import { sealSigningSecret } from './hook-secrets';
import { describeSettings, PLAIN_HOOK_SETTINGS, refuseForCompanyOnly } from './hook-settings';
import { requireHookQuota } from './require-hook-quota';
import { requireTenant } from './require-tenant';
import { statusColumns } from './status-columns';

/** Creates a hook with the given triggers. Only this answer contains its signing secret. */
export async function createHook({
  ctx,
  input,
}: {
  ctx: Context;
  input: CreateHookInput;
}): Promise<CreatedHook> {
  const { companyId, projectId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');
  refuseForCompanyOnly(input);
  const { url: destinationUrl, problems } = readUrl(ctx, input.destinationUrl);
  const signingSecret = newSigningSecret();

  return ctx.db.asTenant(companyId, async (tx) => {
    const { headers, ...read } = await readHeaders(tx, ctx, {
      before: null,
      destinationUrl,
      // A new hook has exactly the given headers, or none.
      destinationHeaders: input.destinationHeaders ?? null,
      publicHeaders: input.publicHeaders,
    });
    problems.push(...read.problems);
    if (problems.length > 0) throw invalidInput(problems);
    await requireTenant(tx, tenant);
    await requireHookQuota(tx, companyId);
    const [row] = await tx
      .insert(hooks)
      .values({
        ...tenant,
        destinationUrl,
        name: input.name ?? (await defaultName(tx, tenant, destinationUrl)),
        namespace: DEFAULT_NAMESPACE,
        ...given(pick(input, PLAIN_HOOK_SETTINGS)),
        ...(input.status === 'disabled' ? await statusColumns(tx, ctx.actor, input.status) : {}),
        createdByUser: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
      })
      .returning({ id: hooks.id, allProjects: hooks.allProjects });
    if (row === undefined) throw internalError(new Error('the hook was not inserted'));
    // An encrypted value is bound to the hook's id, which exists only now.
    const owner = { companyId, id: row.id, destinationUrl };
    if (headers !== null && headers.length > 0) {
      await tx
        .update(hooks)
        .set(headerColumns(ctx, owner, headers))
        .where(and(hooksOf(tenant), eq(hooks.id, row.id)));
    }
    await tx.insert(hookSecrets).values({
      companyId,
      hookId: row.id,
      secretSealed: sealSigningSecret(ctx.secretBox, owner, signingSecret),
    });
    await tx.execute(sql`SELECT gancho.sync_hook_queue(${row.id})`);
    const { added } = await replaceTriggers(tx, { ...tenant, ...row }, input.triggers ?? []);
    const hook = await requireHook(tx, tenant, row.id);
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'hook.create',
      subjectId: hook.id,
      details: {
        ...describeSettings(hook),
        ...(added.length > 0 ? { triggers: added } : {}),
      },
    });
    return { ...hook, signingSecret };
  });
}
