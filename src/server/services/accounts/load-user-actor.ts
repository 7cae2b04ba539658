import { and, eq, isNull } from 'drizzle-orm';
import { memberships, users } from '@/server/db/schema';
import type { Actor } from '../actor';
import type { Services } from '../context';

export type UserActor = Extract<Actor, { kind: 'user' }>;

/**
 * The person with today's roles, or null once disabled or once the session's version is no longer the
 * person's: a session outlives neither.
 */
export async function loadUserActor({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: { userId: number; sessionVersion: number };
}): Promise<UserActor | null> {
  const rows = await ctx.db.asSystem((tx) =>
    tx
      .select({
        companyId: memberships.companyId,
        projectId: memberships.projectId,
        role: memberships.role,
      })
      .from(users)
      .leftJoin(memberships, eq(memberships.userId, users.id))
      .where(
        and(
          eq(users.id, input.userId),
          eq(users.sessionVersion, input.sessionVersion),
          isNull(users.disabledAt),
        ),
      ),
  );
  if (rows.length === 0) return null;
  const roles = rows.flatMap(({ companyId, projectId, role }) =>
    companyId === null || role === null ? [] : [{ companyId, projectId, role }],
  );
  return { kind: 'user', userId: input.userId, roles };
}
