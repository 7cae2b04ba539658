import { and, eq, sql } from 'drizzle-orm';
import { internalError } from '@/domain/errors';
import { DAY_SECONDS } from '@/domain/units';
import type { Transaction } from '@/server/db/client';
import { sessions, users } from '@/server/db/schema';
import type { Services } from '../context';

/** The session ends after this time, even if it is in use. */
export const SESSION_SECONDS = 14 * DAY_SECONDS;

type Db = { ctx: Pick<Services, 'db'> };

/**
 * A person whose password or link was checked, with the hash of the password at that moment. Null without a password.
 */
export type Proven = { userId: number; passwordHash: string | null };

/**
 * Begins a session. Returns null if the password has changed since it was checked. The session lasts until it is ended
 * or expires. The signed cookie names the session and is worthless without it.
 */
export async function beginSession({
  ctx,
  input,
}: Db & { input: Proven }): Promise<{ sessionId: string } | null> {
  const { userId } = input;
  return ctx.db.asSystem(async (tx) => {
    if (!(await isStillProven(tx, input, 'share'))) return null;
    const [begun] = await tx
      .insert(sessions)
      .values({
        userId,
        expiresAt: sql`now() + make_interval(secs => ${SESSION_SECONDS})`,
      })
      .returning({ sessionId: sessions.id });
    if (begun === undefined) throw internalError(new Error('a session was not stored'));
    return begun;
  });
}

/** Locks the person until the transaction ends, so that a password change comes before or after it. */
export async function isStillProven(
  tx: Transaction,
  { userId, passwordHash }: Proven,
  lock: 'share' | 'update',
): Promise<boolean> {
  const isUnchanged = sql`${users.passwordHash} IS NOT DISTINCT FROM ${passwordHash}`;
  const found = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isUnchanged))
    .for(lock);
  return found.length > 0;
}

/** Ends the session in every process at once, including all copies of its cookie. */
export async function endSession({
  ctx,
  input,
}: Db & { input: { sessionId: string } }): Promise<void> {
  await ctx.db.asSystem((tx) => tx.delete(sessions).where(eq(sessions.id, input.sessionId)));
}

export async function endSessionsOf(tx: Transaction, userId: number): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.userId, userId));
}
