import { and, eq, type SQL } from 'drizzle-orm';
import { idempotentRequests } from '@/server/db/schema';
import type { Actor } from '../actor';
import type { Services } from '../context';

/** Keys belong to the client that sends them, so keys of other clients never conflict. */
export type KeyContext = Services & { actor: Extract<Actor, { kind: 'client' }> };

export function requestRow({ actor }: KeyContext, key: string): SQL | undefined {
  return and(
    eq(idempotentRequests.companyId, actor.companyId),
    eq(idempotentRequests.apiClientId, actor.apiClientId),
    eq(idempotentRequests.key, key),
  );
}

type Owner = { companyId: number; apiClientId: number };

/** Binds an encrypted answer to its client and key. */
export function answerContext({ companyId, apiClientId }: Owner, key: string): string {
  return `company:${companyId}:client:${apiClientId}:idempotent-answer:${key}`;
}
