import type { Database } from '@/server/db/client';
import { asEngine } from './world';

/** Writes the records that the engine would have made of a queued delivery, each attempt with its answer. */
export function finishDelivery(
  db: Database,
  { id, hookId, companyId }: { id: number; hookId: number; companyId: number },
  status: string,
  outcomes: readonly [string, number][],
): Promise<void> {
  return asEngine(db, async (tx) => {
    await tx`
      UPDATE gancho.deliveries SET status = ${status}, finished_at = now(), attempts = ${outcomes.length},
        response_status = ${outcomes.at(-1)?.[1] ?? null}
      WHERE id = ${id}`;
    await tx`
      UPDATE gancho.delivery_counts SET queued = queued - 1, ${tx(status)} = ${tx(status)} + 1
      WHERE hook_id = ${hookId}`;
    if (status === 'discarded') {
      await tx`
        INSERT INTO gancho.discards (hook_id, delivery_id, company_id)
        VALUES (${hookId}, ${id}, ${companyId})`;
    }
    for (const [n, [outcome, code]] of outcomes.entries()) {
      await tx`
        INSERT INTO gancho.attempts
          (delivery_id, n, company_id, hook_id, outcome, response_status, started_at, finished_at, response_body)
        VALUES (${id}, ${n + 1}, ${companyId}, ${hookId}, ${outcome}, ${code}, now(), now(), 'answer')`;
    }
  });
}
