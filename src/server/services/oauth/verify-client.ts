import { timingSafeEqual } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';
import { apiClientSecrets, apiClients } from '@/server/db/schema';
import { hashToken, newToken } from '@/server/gateways/hashing';
import type { Services } from '../context';
import { GuessLimits } from '../guess-limits';

/** Many programs of one client may start at once, and many clients may share the address of one office. */
const limits = new GuessLimits({ perAccountAndAddress: 20, perAddress: 100, slowAfter: 200 });
const nobodys = Buffer.from(hashToken(newToken('gcs')));

export type Credentials = {
  clientId: string;
  clientSecret: string;
  /** The address that the request came from. Requests with unknown addresses count together. */
  address?: string | null | undefined;
};

/**
 * The live client with these credentials and the secret that was used, or null. An unknown or revoked client takes as
 * long as a wrong secret and is throttled in the same way.
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
        // Postgres refuses to search for a NUL, and no client id contains one.
        eq(apiClients.clientId, clientId.includes('\0') ? '' : clientId),
        isNull(apiClients.revokedAt),
        or(
          isNull(apiClientSecrets.expiresAt),
          gt(apiClientSecrets.expiresAt, sql`clock_timestamp()`),
        ),
      ),
    );
  const given = Buffer.from(hashToken(clientSecret));
  // A comparison also takes place without a row.
  timingSafeEqual(nobodys, given);
  const right = rows.filter(({ secretHash }) => timingSafeEqual(Buffer.from(secretHash), given));
  return right[0] ?? null;
}
