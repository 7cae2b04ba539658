import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';
import { signInLinks, users } from '@/server/db/schema';
import { endSessionsOf } from './sessions';

/** Sets a person's password, and ends every session and every unused sign-in link. */
export async function replacePassword(
  tx: Transaction,
  userId: number,
  passwordHash: string,
): Promise<void> {
  await tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
  await endSessionsOf(tx, userId);
  await tx
    .update(signInLinks)
    .set({ usedAt: sql`now()` })
    .where(and(eq(signInLinks.userId, userId), isNull(signInLinks.usedAt)));
}
