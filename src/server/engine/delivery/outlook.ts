import type { Database } from '@/server/db/client';

export type Outlook = {
  hasPending: boolean;
  hasDiscards: boolean;
  /** Epoch milliseconds by the database's clock. Null while nothing is queued for later. */
  nextDueMs: number | null;
  nowMs: number;
  /** A worker that holds deliveries is silent, and no sweep has looked at it yet. */
  hasSilent: boolean;
  /** A redelivery job has work left. */
  hasRedeliveries: boolean;
};

/** Reports which work waits now, and when the next delivery is due. */
export async function outlook({ engine }: Database): Promise<Outlook> {
  const [row] = await engine<
    {
      has_pending: boolean;
      has_discards: boolean;
      next_due_ms: number | null;
      now_ms: number;
      has_silent: boolean;
      has_redeliveries: boolean;
    }[]
  >`SELECT o.*, gancho.has_redeliveries() AS has_redeliveries FROM gancho.outlook() AS o`;
  if (row === undefined) throw new Error('gancho.outlook() returned nothing');
  return {
    hasPending: row.has_pending,
    hasDiscards: row.has_discards,
    nextDueMs: row.next_due_ms,
    nowMs: row.now_ms,
    hasSilent: row.has_silent,
    hasRedeliveries: row.has_redeliveries,
  };
}
