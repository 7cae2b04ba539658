import { and, eq, isNull, sql } from 'drizzle-orm';
import { instance } from '@/server/db/schema';
import type { UserActor } from '../accounts';
import type { Services } from '../context';

/**
 * The rest of the set-up for this person, or null. It belongs to the first admin and is done once. `needsTenant`: no
 * company exists yet, or only the sample.
 */
export async function findSetUp({
  ctx,
  actor,
}: {
  ctx: Pick<Services, 'db'>;
  actor: UserActor;
}): Promise<{ needsTenant: boolean; hasSample: boolean } | null> {
  const [due] = await ctx.db.asSystem((tx) =>
    tx
      .select({
        needsTenant: sql<boolean>`NOT EXISTS (SELECT FROM gancho.companies c WHERE NOT c.is_sample)`,
        hasSample: sql<boolean>`EXISTS (SELECT FROM gancho.companies c WHERE c.is_sample)`,
      })
      .from(instance)
      .where(and(eq(instance.adminUserId, actor.userId), isNull(instance.setUpAt))),
  );
  return due ?? null;
}
