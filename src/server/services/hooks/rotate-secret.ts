import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { RotatedSecret, RotateSecretInput } from '@/contracts/hook-actions';
import { hookSecrets, hooks } from '@/server/db/schema';
import { newSigningSecret } from '@/server/gateways/hashing';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { hooksOf, requireHook } from './hook-rows';
import { sealSigningSecret } from './hook-secrets';

/**
 * Gives a hook a new signing secret. The replaced secret also signs for the overlap, so that receivers can switch. An
 * earlier replaced secret ends now, so that at most two ever sign.
 */
export async function rotateSecret({
  ctx,
  input,
}: {
  ctx: Context;
  input: RotateSecretInput;
}): Promise<RotatedSecret> {
  const { companyId, projectId, hookId, overlapSeconds } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');
  const signingSecret = newSigningSecret();

  return ctx.db.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
    await requireHook(tx, tenant, hookId);
    const own = and(eq(hookSecrets.companyId, companyId), eq(hookSecrets.hookId, hookId));
    await tx.delete(hookSecrets).where(and(own, isNotNull(hookSecrets.expiresAt)));
    const [previous] = await tx
      .update(hookSecrets)
      .set({ expiresAt: sql`clock_timestamp() + make_interval(secs => ${overlapSeconds})` })
      .where(and(own, isNull(hookSecrets.expiresAt)))
      .returning({ expiresAt: hookSecrets.expiresAt });
    await tx.insert(hookSecrets).values({
      companyId,
      hookId,
      secretSealed: sealSigningSecret(ctx.secretBox, { companyId, id: hookId }, signingSecret),
    });
    // Senders cache a hook's secrets by its version.
    await tx
      .update(hooks)
      .set({
        configVersion: sql`${hooks.configVersion} + 1`,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(and(hooksOf(tenant), eq(hooks.id, hookId)));
    await tx.execute(sql`SELECT gancho.sync_hook_queue(${hookId})`);
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'hook.rotate_secret',
      subjectId: hookId,
      details: { overlap_seconds: overlapSeconds },
    });
    const previousExpiresAt = overlapSeconds === 0 ? null : (previous?.expiresAt ?? null);
    return { signingSecret, previousExpiresAt };
  });
}
