import { eq } from 'drizzle-orm';
import { users } from '@/server/db/schema';
import type { Services } from '../context';

/** What a session that begins now carries, to be compared as long as it lasts. */
export async function loadSessionVersion({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: { userId: number };
}): Promise<number> {
  const [found] = await ctx.db.asSystem((tx) =>
    tx.select({ version: users.sessionVersion }).from(users).where(eq(users.id, input.userId)),
  );
  return found?.version ?? 0;
}
