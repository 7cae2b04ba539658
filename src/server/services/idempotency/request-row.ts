import { and, eq, type SQL } from 'drizzle-orm';
import { idempotentRequests } from '@/server/db/schema';
import type { Actor } from '../actor';
import type { Services } from '../context';

/** Keys belong to the client that sends them: another client's are never met. */
export type KeyContext = Services & { actor: Extract<Actor, { kind: 'client' }> };

export function requestRow({ actor }: KeyContext, key: string): SQL | undefined {
  return and(
    eq(idempotentRequests.companyId, actor.companyId),
    eq(idempotentRequests.apiClientId, actor.apiClientId),
    eq(idempotentRequests.key, key),
  );
}

/** Binds a sealed answer to its client. */
export function answerContext(client: { companyId: number; apiClientId: number }): string {
  return `company:${client.companyId}:client:${client.apiClientId}:idempotent-answer`;
}
