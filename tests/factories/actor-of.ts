import { eq } from 'drizzle-orm';
import { users } from '@/server/db/schema';
import { beginSession, loadUserActor } from '@/server/services/accounts';
import type { Services } from '@/server/services/context';

type Ctx = Pick<Services, 'db'>;

/** A session of a person, without a proof of who that is. */
export async function sessionOf(ctx: Ctx, userId: number): Promise<{ sessionId: string }> {
  const [person] = await ctx.db.asSystem((tx) =>
    tx
      .select({ userId: users.id, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, userId)),
  );
  const session = person && (await beginSession({ ctx, input: person }));
  if (!session) throw new Error('no session');
  return session;
}

/** The person of a session that has just begun; null if the person may not have one. */
export async function actorOf(ctx: Ctx, userId: number) {
  return loadUserActor({ ctx, input: await sessionOf(ctx, userId) });
}
