import { timingSafeEqual } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';
import { apiClientSecrets, apiClients } from '@/server/db/schema';
import { hashToken, newToken } from '@/server/gateways/hashing';
import type { Services } from '../context';
import { GuessThrottle } from '../guess-throttle';

/** Programs of one client start many at a time, and many clients share the address of one office. */
const perClient = new GuessThrottle(20);
const perAddress = new GuessThrottle(100);
const nobodys = Buffer.from(hashToken(newToken('gcs')));

export type Credentials = {
  clientId: string;
  clientSecret: string;
  /** Whence the request came; without one, guesses count for the client alone. */
  address?: string | null | undefined;
};

/**
 * The live client whom the credentials name, or null. A client that is unknown or revoked costs what a
 * wrong secret costs and is throttled alike.
 * @throws ServiceError rate_limited
 */
export async function verifyClient({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db' | 'clock'>;
  input: Credentials;
}) {
  const nowMs = ctx.clock.nowMs();
  // Hashed, so that a long name takes no more memory than a short one.
  const client = hashToken(input.clientId);
  const address = input.address ?? null;
  if (address !== null) perAddress.enter(address, nowMs);
  perClient.enter(client, nowMs);
  const found = await ctx.db
    .asSystem((tx) => findClient(tx, input))
    .catch((error: unknown) => {
      takeBack();
      throw error;
    });
  if (found !== null) takeBack();
  return found;

  function takeBack() {
    perClient.takeBack(client);
    if (address !== null) perAddress.takeBack(address);
  }
}

async function findClient(tx: Transaction, { clientId, clientSecret }: Credentials) {
  const rows = await tx
    .select({ client: apiClients, secretHash: apiClientSecrets.secretHash })
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
  return right[0]?.client ?? null;
}
