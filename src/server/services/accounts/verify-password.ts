import { and, eq } from 'drizzle-orm';
import { PASSWORD_LENGTH_MAX } from '@/domain/limits';
import { users } from '@/server/db/schema';
import {
  hashPassword,
  verifyPassword as matches,
  passwordNeedsRehash,
} from '@/server/gateways/hashing';
import type { Services } from '../context';
import { GuessLimits } from '../guess-limits';
import type { Proven } from './sessions';

const limits = new GuessLimits({ perAccountAndAddress: 10, perAddress: 100, slowAfter: 30 });
/** Longer addresses are not stored. */
const EMAIL_LENGTH_MAX = 320;
let decoy: Promise<string> | undefined;

type Input = { email: string; password: string; address: string | null };

/**
 * The person with this e-mail and password, or null. An unknown or disabled person takes the same time as a wrong
 * password, so that nobody can find out who has an account. `address`: the address that the request came from.
 * @throws ServiceError rate_limited
 */
export async function verifyPassword({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: Input;
}): Promise<Proven | null> {
  if (input.email.length > EMAIL_LENGTH_MAX || input.password.length > PASSWORD_LENGTH_MAX)
    return null;
  const email = input.email.trim().toLowerCase();
  const { address } = input;
  const guess = { of: email, address };
  const known = { email, password: input.password, asker: address ?? '' };
  return limits.guard(guess, () => find(ctx, known));
}

type Known = { email: string; password: string; asker: string };

async function find(ctx: Pick<Services, 'db'>, known: Known): Promise<Proven | null> {
  const { email, password, asker } = known;
  const [user] = await ctx.db.asSystem((tx) =>
    tx
      .select({ id: users.id, hash: users.passwordHash, disabledAt: users.disabledAt })
      .from(users)
      // Postgres refuses a NUL, and no address contains one.
      .where(eq(users.email, email.includes('\0') ? '' : email)),
  );
  decoy ??= hashPassword('nobody has this one', '');
  const isRight = await matches(password, user?.hash ?? (await decoy), asker);
  if (!user?.hash || user.disabledAt !== null || !isRight) return null;
  const found = { userId: user.id, passwordHash: user.hash };
  if (!passwordNeedsRehash(user.hash)) return found;
  // The password changed after it was read, so a password that was right may now be wrong.
  return (await rehash(ctx, found, known)) ?? find(ctx, known);
}

/** Returns null and writes nothing if the password has changed since it was read. */
async function rehash(
  ctx: Pick<Services, 'db'>,
  { userId, passwordHash: before }: { userId: number; passwordHash: string },
  { password, asker }: Known,
): Promise<Proven | null> {
  const passwordHash = await hashPassword(password, asker);
  const [stored] = await ctx.db.asSystem((tx) =>
    tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, userId), eq(users.passwordHash, before)))
      .returning({ userId: users.id }),
  );
  return stored ? { ...stored, passwordHash } : null;
}
