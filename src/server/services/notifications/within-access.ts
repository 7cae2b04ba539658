import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { hooks, notifications } from '@/server/db/schema';
import type { UserActor } from '../accounts';

/** The person's own notifications, within the current roles. The query must join `hooks`. */
export function withinAccess({ userId, roles }: UserActor): SQL | undefined {
  const companies = roles.flatMap((role) => (role.projectId === null ? [role.companyId] : []));
  const projects = roles.flatMap((role) => (role.projectId === null ? [] : [role.projectId]));
  const reached = [
    ...(companies.length > 0 ? [inArray(notifications.companyId, companies)] : []),
    ...(projects.length > 0 ? [inArray(hooks.projectId, projects)] : []),
  ];
  if (reached.length === 0) return sql`false`;
  return and(eq(notifications.userId, userId), sql`(${sql.join(reached, sql` OR `)})`);
}
