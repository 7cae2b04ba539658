import { sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';

/**
 * Leaves the header values that a client has set without a setter. Whoever holds a new secret of the client may be somebody
 * else than the one who knows them.
 */
export async function disownHeaders(
  tx: Transaction,
  { companyId, apiClientId }: { companyId: number; apiClientId: number },
): Promise<void> {
  const setBy = JSON.stringify({ setBy: { kind: 'client', id: apiClientId } });
  await tx.execute(sql`
    UPDATE gancho.hooks SET headers_shown = (
      SELECT jsonb_agg(CASE WHEN header @> ${setBy}::jsonb THEN jsonb_set(header, '{setBy,id}', 'null') ELSE header END ORDER BY n)
      FROM jsonb_array_elements(headers_shown) WITH ORDINALITY AS each (header, n))
    WHERE company_id = ${companyId} AND headers_shown @> jsonb_build_array(${setBy}::jsonb)`);
}
