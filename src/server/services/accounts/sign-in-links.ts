import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { signInLinks, users } from '@/server/db/schema';
import { hashToken, newToken } from '@/server/gateways/hashing';
import type { Services } from '../context';
import type { Proven } from './sessions';

const SIGN_IN_LINK_TTL_SECONDS = 15 * 60;

/** Creates a link's token. It is shown once, and only its hash is stored. The link is `/start?once=<token>`. */
export async function createSignInLink({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: { userId: number; ttlSeconds?: number };
}): Promise<{ token: string }> {
  const token = newToken('once');
  const ttl = input.ttlSeconds ?? SIGN_IN_LINK_TTL_SECONDS;
  await ctx.db.asSystem((tx) =>
    tx.insert(signInLinks).values({
      tokenHash: hashToken(token),
      userId: input.userId,
      expiresAt: sql`now() + make_interval(secs => ${ttl})`,
    }),
  );
  return { token };
}

/** The person of the link. Null if the link is unknown, used or too old, or if the person is disabled. */
export async function consumeSignInLink({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: { token: string };
}): Promise<Proven | null> {
  return ctx.db.asSystem(async (tx) => {
    // One statement marks and reads the link, so that of two concurrent uses one finds nothing.
    const [link] = await tx
      .update(signInLinks)
      .set({ usedAt: sql`now()` })
      .where(
        and(
          eq(signInLinks.tokenHash, hashToken(input.token)),
          isNull(signInLinks.usedAt),
          gt(signInLinks.expiresAt, sql`now()`),
        ),
      )
      .returning({ userId: signInLinks.userId });
    if (link === undefined) return null;
    const [user] = await tx
      .select({ userId: users.id, passwordHash: users.passwordHash })
      .from(users)
      .where(and(eq(users.id, link.userId), isNull(users.disabledAt)));
    return user ?? null;
  });
}
