import { and, eq, isNull, sql } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import { auditLog, memberships, users } from '@/server/db/schema';
import { createSignInLink, endSessionsOf } from '../accounts';
import { auditColumns } from '../actor';
import type { Context } from '../context';
import { requireOperator } from '../operator';
import { parseEmail } from './create-user';

const RESET_TTL_SECONDS = 3600;

/**
 * Removes a person's password and returns a one-time sign-in link, valid for an hour. Earlier links and sessions stop
 * working.
 */
export async function resetPassword({
  ctx,
  input,
}: {
  ctx: Context;
  input: { email: string };
}): Promise<{ id: number; email: string; token: string }> {
  requireOperator(ctx.actor);
  const email = parseEmail(input.email);
  const user = await ctx.db.asSystem(async (tx) => {
    const [found] = await tx
      .update(users)
      .set({ passwordHash: null })
      .where(and(eq(users.email, email), isNull(users.disabledAt)))
      .returning({ id: users.id, email: users.email });
    if (found === undefined) throw notFound(`An enabled user ${email}`);
    await endSessionsOf(tx, found.id);
    await tx.execute(sql`
      UPDATE gancho.sign_in_links SET used_at = now() WHERE user_id = ${found.id} AND used_at IS NULL`);
    const tenants = await tx
      .selectDistinct({ companyId: memberships.companyId })
      .from(memberships)
      .where(eq(memberships.userId, found.id));
    if (tenants.length > 0) {
      await tx.insert(auditLog).values(
        tenants.map(({ companyId }) => ({
          companyId,
          ...auditColumns(ctx.actor),
          action: 'user.reset_password',
          subjectId: String(found.id),
        })),
      );
    }
    return found;
  });
  const link = { userId: user.id, ttlSeconds: RESET_TTL_SECONDS };
  const { token } = await createSignInLink({ ctx, input: link });
  return { ...user, token };
}
