import { and, eq } from 'drizzle-orm';
import type { Reason } from '@/domain/delivery-reasons';
import type { Transaction } from '@/server/db/client';
import { apiClients, users } from '@/server/db/schema';
import type { Actor } from '../actor';

const CODES = {
  queue_discarded: { byName: 'queue_discarded_by', byOperator: 'queue_discarded_by_operator' },
  hook_deleted: { byName: 'hook_deleted_by', byOperator: 'hook_deleted_by_operator' },
} as const;

/** The reason for a discard and the person behind it, as stored with each delivery. */
export async function discardReason(
  tx: Transaction,
  actor: Actor,
  what: keyof typeof CODES,
): Promise<Reason> {
  const { byName, byOperator } = CODES[what];
  if (actor.kind === 'operator') return { code: byOperator, params: {} };
  const by = await nameOfActor(tx, actor);
  return by === null ? { code: what, params: {} } : { code: byName, params: { by } };
}

/** Null for the operator, and for a person or client that the company does not know. */
export async function nameOfActor(tx: Transaction, actor: Actor): Promise<string | null> {
  if (actor.kind === 'operator') return null;
  if (actor.kind === 'user') {
    const [user] = await tx
      .select({ name: users.name, email: users.email })
      .from(users)
      .where(eq(users.id, actor.userId));
    return user ? user.name || user.email : null;
  }
  const [client] = await tx
    .select({ name: apiClients.name })
    .from(apiClients)
    .where(and(eq(apiClients.companyId, actor.companyId), eq(apiClients.id, actor.apiClientId)));
  return client?.name ?? null;
}
