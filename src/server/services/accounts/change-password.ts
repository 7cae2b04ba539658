import type { ChangePasswordInput } from '@/contracts/account';
import { invalidField } from '@/domain/errors';
import { hashPassword } from '@/server/gateways/hashing';
import type { Context } from '../context';
import { auditAccount } from './audit-account';
import { accountOf } from './get-account';
import { replacePassword } from './replace-password';
import { requireUser } from './require-user';
import { verifyPassword } from './verify-password';

/**
 * Sets the signed-in person's password. Every session ends, this one too, and so does every link that
 * still could begin one: whoever had the old password is out.
 *
 * @throws ServiceError `invalid_input` on `currentPassword`, `rate_limited` after ten wrong ones
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
  const { email, hasPassword } = await ctx.db.asSystem((tx) => accountOf(tx, userId, ctx.settings));
  const known = { email, password: input.currentPassword };
  if (hasPassword && (await verifyPassword({ ctx, input: known })) === null) {
    throw invalidField('currentPassword', 'wrong_password', 'is not the current password.');
  }
  const passwordHash = await hashPassword(input.newPassword);
  await ctx.db.asSystem(async (tx) => {
    await replacePassword(tx, userId, passwordHash);
    await auditAccount(tx, actor, { action: 'account.change_password' });
  });
  return { email };
}
