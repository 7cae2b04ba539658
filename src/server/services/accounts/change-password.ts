import type { ChangePasswordInput } from '@/contracts/account';
import { invalidField } from '@/domain/errors';
import type { Context } from '../context';
import { auditAccount } from './audit-account';
import { accountOf } from './get-account';
import { hashNewPassword } from './hash-new-password';
import { replacePassword } from './replace-password';
import { requireUser } from './require-user';
import { isStillProven } from './sessions';
import { verifyPassword } from './verify-password';

/**
 * Sets the signed-in person's password. It ends every session, including this one, and every unused sign-in link, so
 * that anyone with the old password is signed out.
 *
 * @throws ServiceError `invalid_input` on `currentPassword` or `newPassword`, `rate_limited` after ten wrong ones
 */
export async function changePassword({
  ctx,
  input,
}: {
  ctx: Context;
  input: ChangePasswordInput;
}): Promise<{ email: string }> {
  const actor = requireUser(ctx.actor);
  const { userId } = actor;
  const { email, name, hasPassword } = await ctx.db.asSystem((tx) =>
    accountOf(tx, userId, ctx.settings),
  );
  // The session stands in for the address, so that its holder cannot guess faster from another address.
  const known = { email, password: input.currentPassword, address: `user ${userId}` };
  const proven = hasPassword
    ? await verifyPassword({ ctx, input: known })
    : { userId, passwordHash: null };
  if (proven === null) throw wrongPassword();
  const passwordHash = await hashNewPassword(input.newPassword, { userId, email, name });
  await ctx.db.asSystem(async (tx) => {
    if (!(await isStillProven(tx, proven, 'update'))) throw wrongPassword();
    await replacePassword(tx, userId, passwordHash);
    await auditAccount(tx, actor, { action: 'account.change_password' });
  });
  return { email };
}

const wrongPassword = () =>
  invalidField('currentPassword', 'wrong_password', 'is not the current password.');
