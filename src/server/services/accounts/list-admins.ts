import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { memberships, users } from '@/server/db/schema';
import { authorise, type Tenant } from '../actor';
import type { Context } from '../context';

/** Enough people to ask. This is not a directory. */
const ADMINS_MAX = 3;

export type Admin = { name: string; email: string };

/** Some of the people with the Admin role in a tenant: its own admins first, then those of its company. */
export async function listAdmins({
  ctx,
  input,
}: {
  ctx: Context;
  input: Tenant;
}): Promise<Admin[]> {
  const { companyId, projectId } = input;
  authorise(ctx.actor, input, 'hooks:read');
  const isOfProject = projectId === null ? sql`false` : eq(memberships.projectId, projectId);
  return ctx.db.asTenant(companyId, (tx) =>
    tx
      .select({ name: users.name, email: users.email })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          eq(memberships.companyId, companyId),
          eq(memberships.role, 'admin'),
          or(isNull(memberships.projectId), isOfProject),
          isNull(users.disabledAt),
        ),
      )
      .groupBy(users.id, users.name, users.email)
      .orderBy(sql`coalesce(bool_or(${isOfProject}), false) DESC`, users.id)
      .limit(ADMINS_MAX),
  );
}
