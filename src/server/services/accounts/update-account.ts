import { eq } from 'drizzle-orm';
import type { Account, UpdateAccountInput } from '@/contracts/account';
import { users } from '@/server/db/schema';
import type { Context } from '../context';
import { auditAccount } from './audit-account';
import { accountOf } from './get-account';
import { requireUser } from './require-user';

/** Changes the given fields of the signed-in person's own account. */
export async function updateAccount({
  ctx,
  input,
}: {
  ctx: Context;
  input: UpdateAccountInput;
}): Promise<Account> {
  const actor = requireUser(ctx.actor);
  const changes = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  const fields = Object.keys(changes);
  return ctx.db.asSystem(async (tx) => {
    if (fields.length > 0) {
      await tx.update(users).set(changes).where(eq(users.id, actor.userId));
      await auditAccount(tx, actor, { action: 'account.update', details: { fields } });
    }
    return accountOf(tx, actor.userId, ctx.settings);
  });
}
