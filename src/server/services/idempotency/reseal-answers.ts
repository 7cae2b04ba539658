import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { idempotentRequests } from '@/server/db/schema';
import type { SecretBox } from '@/server/gateways/secret-box';
import type { Services } from '../context';
import { answerContext } from './request-row';

const BATCH = 500;
const t = idempotentRequests;

/**
 * Encrypts the answers again that are still under another key, and drops those that no key opens.
 * @returns their number
 */
export async function resealAnswers(ctx: Pick<Services, 'db' | 'secretBox'>): Promise<number> {
  let total = 0;
  for (let resealed = BATCH; resealed === BATCH; total += resealed) resealed = await batch(ctx);
  return total;
}

/** Handles one batch. A handled row is not found again. */
async function batch({ db, secretBox }: Pick<Services, 'db' | 'secretBox'>): Promise<number> {
  return db.asSystem(async (tx) => {
    const rows = await tx
      .select()
      .from(t)
      .where(
        and(isNotNull(t.bodySealed), sql`NOT starts_with(${t.bodySealed}, ${secretBox.prefix})`),
      )
      .limit(BATCH)
      .for('update');
    for (const row of rows) {
      const bodySealed = resealed(secretBox, row);
      const own = and(
        eq(t.companyId, row.companyId),
        eq(t.apiClientId, row.apiClientId),
        eq(t.key, row.key),
      );
      await (bodySealed === null
        ? tx.delete(t).where(own)
        : tx.update(t).set({ bodySealed }).where(own));
    }
    return rows.length;
  });
}

type Row = typeof idempotentRequests.$inferSelect;

function resealed(secretBox: SecretBox, row: Row): string | null {
  const context = answerContext(row, row.key);
  try {
    return secretBox.seal(secretBox.open(row.bodySealed ?? '', context), context);
  } catch {
    return null;
  }
}
