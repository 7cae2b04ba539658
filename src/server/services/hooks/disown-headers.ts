import { sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';

/**
 * Removes the client as the setter of its header values, because the holder of the new secret may not know the values.
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
