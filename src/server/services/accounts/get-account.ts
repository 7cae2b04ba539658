import { eq, sql } from 'drizzle-orm';
import type { Account } from '@/contracts/account';
import { notFound } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { users } from '@/server/db/schema';
import type { Context } from '../context';
import { requireUser } from './require-user';

/** The signed-in person's own account. */
export async function getAccount({ ctx }: { ctx: Context }): Promise<Account> {
  const { userId } = requireUser(ctx.actor);
  return ctx.db.asSystem((tx) => accountOf(tx, userId, ctx.settings));
}

export async function accountOf(
  tx: Transaction,
  userId: number,
  { canMail }: { canMail: boolean },
): Promise<Account> {
  const [found] = await tx
    .select({
      email: users.email,
      name: users.name,
      hasPassword: sql<boolean>`${users.passwordHash} IS NOT NULL`,
      language: users.language,
      timeZone: users.timeZone,
      theme: users.theme,
      wantsMail: users.wantsMail,
    })
    .from(users)
    .where(eq(users.id, userId));
  if (found === undefined) throw notFound('The account');
  return { ...found, canMail };
}
