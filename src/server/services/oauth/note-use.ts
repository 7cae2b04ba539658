import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';
import { apiClients } from '@/server/db/schema';

const EVERY_MS = 60_000;

type Used = { id: number; companyId: number; lastUsedAt: Date | null };

/** Records that a client was used, at most once a minute, so that a busy client costs no more writes. */
export async function noteUse(tx: Transaction, client: Used, nowMs: number): Promise<void> {
  if (client.lastUsedAt !== null && nowMs - client.lastUsedAt.getTime() < EVERY_MS) return;
  await tx
    .update(apiClients)
    .set({ lastUsedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(apiClients.companyId, client.companyId),
        eq(apiClients.id, client.id),
        or(
          isNull(apiClients.lastUsedAt),
          lt(
            apiClients.lastUsedAt,
            sql`clock_timestamp() - make_interval(secs => ${EVERY_MS / 1000})`,
          ),
        ),
      ),
    );
}
