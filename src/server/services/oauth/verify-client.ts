import { timingSafeEqual } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';
import { apiClientSecrets, apiClients } from '@/server/db/schema';
import { hashToken, newToken } from '@/server/gateways/hashing';
import type { Services } from '../context';
import { GuessLimits } from '../guess-limits';

/** Programs of one client start many at a time, and many clients share the address of one office. */
const limits = new GuessLimits({ perAccountAndAddress: 20, perAddress: 100, slowAfter: 200 });
const nobodys = Buffer.from(hashToken(newToken('gcs')));

export type Credentials = {
  clientId: string;
  clientSecret: string;
  /** Whence the request came; those of which it is not known count together. */
  address?: string | null | undefined;
};

/**
 * The live client whom the credentials name and which of its secrets they hold, or null. A client that is unknown or revoked costs what a
 * wrong secret costs and is throttled alike.
 * @throws ServiceError rate_limited
 */
export async function verifyClient({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: Credentials;
}) {
  // Hashed, so that a long name takes no more memory than a short one.
  const guess = { of: hashToken(input.clientId), address: input.address ?? null };
  return limits.guard(guess, () => ctx.db.asSystem((tx) => findClient(tx, input)));
}

async function findClient(tx: Transaction, { clientId, clientSecret }: Credentials) {
  const rows = await tx
    .select({
      client: apiClients,
      secretId: apiClientSecrets.id,
      secretHash: apiClientSecrets.secretHash,
    })
    .from(apiClients)
    .innerJoin(apiClientSecrets, eq(apiClientSecrets.apiClientId, apiClients.id))
    .where(
      and(
        // Postgres refuses to look for a NUL, which no client has in its id.
        eq(apiClients.clientId, clientId.includes('\0') ? '' : clientId),
        isNull(apiClients.revokedAt),
        or(
          isNull(apiClientSecrets.expiresAt),
          gt(apiClientSecrets.expiresAt, sql`clock_timestamp()`),
        ),
      ),
    );
  const given = Buffer.from(hashToken(clientSecret));
  // Where there is no row, one comparison takes place as well.
  timingSafeEqual(nobodys, given);
  const right = rows.filter(({ secretHash }) => timingSafeEqual(Buffer.from(secretHash), given));
  return right[0] ?? null;
}
