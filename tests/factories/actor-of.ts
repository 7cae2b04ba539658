import { eq } from 'drizzle-orm';
import { users } from '@/server/db/schema';
import { beginSession, loadUserActor } from '@/server/services/accounts';
import type { Services } from '@/server/services/context';

type Ctx = Pick<Services, 'db'>;

/** A session of a person, whatever proves who that is. */
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

/** The person as of a session that has just begun; null for one who may have none. */
export async function actorOf(ctx: Ctx, userId: number) {
  return loadUserActor({ ctx, input: await sessionOf(ctx, userId) });
}
