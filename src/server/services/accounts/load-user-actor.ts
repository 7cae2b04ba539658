import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { memberships, sessions, users } from '@/server/db/schema';
import type { Actor } from '../actor';
import type { Services } from '../context';

export type UserActor = Extract<Actor, { kind: 'user' }>;

/** The person of the session with the current roles. Null if the session has ended or the person is disabled. */
export async function loadUserActor({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: { sessionId: string };
}): Promise<UserActor | null> {
  const rows = await ctx.db.asSystem((tx) =>
    tx
      .select({
        userId: users.id,
        companyId: memberships.companyId,
        projectId: memberships.projectId,
        role: memberships.role,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .leftJoin(memberships, eq(memberships.userId, users.id))
      .where(
        and(
          eq(sessions.id, input.sessionId),
          gt(sessions.expiresAt, sql`now()`),
          isNull(users.disabledAt),
        ),
      ),
  );
  const [first] = rows;
  if (first === undefined) return null;
  const roles = rows.flatMap(({ companyId, projectId, role }) =>
    companyId === null || role === null ? [] : [{ companyId, projectId, role }],
  );
  return { kind: 'user', userId: first.userId, roles };
}
