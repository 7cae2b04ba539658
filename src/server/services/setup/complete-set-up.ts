import { and, eq, isNull, sql } from 'drizzle-orm';
import type { CompletedSetUp, CompleteSetUpInput } from '@/contracts/setup';
import { invalidField, notFound } from '@/domain/errors';
import { given } from '@/domain/keyed';
import type { Transaction } from '@/server/db/client';
import { companies, instance, users } from '@/server/db/schema';
import {
  accountOf,
  auditAccount,
  hashNewPassword,
  replacePassword,
  requireUser,
  type UserActor,
} from '../accounts';
import { insertCompany } from '../companies';
import type { Context } from '../context';
import { insertProject } from '../projects';

/**
 * Completes the set-up of the first admin, as a whole or not at all, and only once. Other callers learn nothing about
 * it. A new password ends every session, including this one.
 *
 * @throws ServiceError `not_found` for anyone else, and after it is done
 */
export async function completeSetUp({
  ctx,
  input,
}: {
  ctx: Context;
  input: CompleteSetUpInput;
}): Promise<CompletedSetUp> {
  const actor = requireUser(ctx.actor);
  const { name, language, timeZone } = input;
  // Slow, so it runs before any lock, and only for the person who may do it.
  const { email: ownEmail } = await ctx.db.asSystem(async (tx) => {
    await requireDue(tx, actor);
    return accountOf(tx, actor.userId, ctx.settings);
  });
  const person = { userId: actor.userId, email: ownEmail, name };
  const passwordHash = input.newPassword ? await hashNewPassword(input.newPassword, person) : null;

  return ctx.db.asSystem(async (tx) => {
    await requireDue(tx, actor);
    await tx.update(instance).set({ setUpAt: sql`now()` });
    const { email, hasPassword } = await accountOf(tx, actor.userId, ctx.settings);
    if (passwordHash === null && !hasPassword) {
      throw invalidField('newPassword', 'required', 'is required: you have no password yet.');
    }
    const tenant = await makeTenant(tx, actor, input.tenant);
    await tx
      .update(users)
      .set({ name, ...given({ language, timeZone }) })
      .where(eq(users.id, actor.userId));
    if (passwordHash !== null) await replacePassword(tx, actor.userId, passwordHash);
    // Also written to the log of the new company, because its admin's account is its first entry.
    const roles = tenant
      ? [...actor.roles, { companyId: tenant.companyId, projectId: null, role: 'admin' as const }]
      : actor.roles;
    const fields = ['name', 'language', 'timeZone', ...(passwordHash ? ['password'] : [])];
    await auditAccount(tx, { ...actor, roles }, { action: 'instance.set_up', details: { fields } });
    return { email, tenant };
  });
}

/** Locks the installation's row, so that of two concurrent calls the second finds it done. */
async function requireDue(tx: Transaction, { userId }: UserActor): Promise<void> {
  const [due] = await tx
    .select({ id: instance.id })
    .from(instance)
    .where(and(eq(instance.adminUserId, userId), isNull(instance.setUpAt)))
    .for('update');
  if (due === undefined) throw notFound('The set-up');
}

async function makeTenant(tx: Transaction, actor: UserActor, tenant: CompleteSetUpInput['tenant']) {
  if (tenant === undefined) {
    if (await hasCompany(tx)) return null;
    throw invalidField(
      'tenant',
      'required',
      'is required: there is no company yet, name the first.',
    );
  }
  const company = await insertCompany(tx, actor, tenant.companyName);
  const project = await insertProject(tx, actor, {
    companyId: company.id,
    name: tenant.projectName,
  });
  return { companyId: company.id, projectId: project.id };
}

async function hasCompany(tx: Transaction): Promise<boolean> {
  return (await tx.select({ id: companies.id }).from(companies).limit(1)).length > 0;
}
