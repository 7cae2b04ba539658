import { eq } from 'drizzle-orm';
import { users } from '@/server/db/schema';
import {
  hashPassword,
  verifyPassword as matches,
  passwordNeedsRehash,
} from '@/server/gateways/hashing';
import type { Services } from '../context';
import { GuessThrottle } from '../guess-throttle';

const throttle = new GuessThrottle(10);
/** Longer ones are not stored. */
const EMAIL_LENGTH_MAX = 320;
const PASSWORD_LENGTH_MAX = 1024;
let decoy: Promise<string> | undefined;

/**
 * The person whom e-mail and password name, or null. An unknown or disabled person costs the same time
 * as a wrong password, so that nobody can find out who has an account.
 * @throws ServiceError rate_limited
 */
export async function verifyPassword({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: { email: string; password: string };
}): Promise<{ userId: number } | null> {
  if (input.email.length > EMAIL_LENGTH_MAX || input.password.length > PASSWORD_LENGTH_MAX)
    return null;
  const email = input.email.trim().toLowerCase();
  throttle.enter(email, performance.now());
  const [user] = await ctx.db.asSystem((tx) =>
    tx
      .select({ id: users.id, hash: users.passwordHash, disabledAt: users.disabledAt })
      .from(users)
      .where(eq(users.email, email)),
  );
  decoy ??= hashPassword('nobody has this one');
  const isRight = await matches(input.password, user?.hash ?? (await decoy));
  if (!user?.hash || user.disabledAt !== null || !isRight) return null;
  throttle.succeeded(email);
  if (passwordNeedsRehash(user.hash)) await rehash(ctx, user.id, input.password);
  return { userId: user.id };
}

async function rehash(ctx: Pick<Services, 'db'>, userId: number, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await ctx.db.asSystem((tx) => tx.update(users).set({ passwordHash }).where(eq(users.id, userId)));
}
