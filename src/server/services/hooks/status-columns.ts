import { sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';
import type { Actor } from '../actor';
import { nameOfActor } from './discard-reason';

/** The columns of a hook that is enabled, or disabled by this person or client. */
export async function statusColumns(
  tx: Transaction,
  actor: Actor,
  status: 'active' | 'disabled' | undefined,
) {
  if (status !== 'disabled')
    return { status, disabledReason: null, disabledAt: null, disabledBy: null };
  return {
    status,
    disabledReason: 'admin' as const,
    disabledAt: sql`clock_timestamp()`,
    disabledBy: await nameOfActor(tx, actor),
  };
}
