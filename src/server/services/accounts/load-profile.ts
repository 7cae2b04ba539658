import { eq } from 'drizzle-orm';
import { users } from '@/server/db/schema';
import type { Services } from '../context';

/** What the account menu shows of a person. */
export async function loadProfile({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: { userId: number };
}): Promise<{ email: string; name: string } | null> {
  const [profile] = await ctx.db.asSystem((tx) =>
    tx
      .select({ email: users.email, name: users.name })
      .from(users)
      .where(eq(users.id, input.userId)),
  );
  return profile ?? null;
}
