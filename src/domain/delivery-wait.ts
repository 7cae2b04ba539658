import type { DeliveryStatus } from './delivery-status';
import type { HookFacts } from './hook-state';

/** An open delivery of a hook that is not tried for itself waits for one of these. */
export const DELIVERY_WAITS = ['hook_enabled', 'hook_try'] as const;
export type DeliveryWait = (typeof DELIVERY_WAITS)[number];

type Delivery = { status: DeliveryStatus; nextAttemptAt: Date | null; isTest: boolean };
type Hook = Pick<HookFacts, 'status' | 'deletedAt' | 'isFailing' | 'failingSince' | 'nextTryAt'> & {
  deliveryMode: 'parallel' | 'in_order';
};
type Wait = { waitsFor: DeliveryWait | null; nextAttemptAt: Date | null };

/**
 * The thing that an open delivery waits for, and when its next attempt is. The time is null if nobody knows it, or if it
 * has come. A delivery's own time does not count while its hook is disabled or only probed.
 */
export function waitOf(delivery: Delivery, hook: Hook, nowMs: number): Wait {
  const { status, nextAttemptAt: own, isTest } = delivery;
  if (status !== 'queued' && status !== 'retrying') return { waitsFor: null, nextAttemptAt: null };
  if (hook.status === 'disabled' || hook.deletedAt !== null)
    return { waitsFor: 'hook_enabled', nextAttemptAt: null };
  const isBehind =
    hook.isFailing || (hook.deliveryMode === 'in_order' && hook.failingSince !== null);
  if (isBehind && !isTest)
    return { waitsFor: 'hook_try', nextAttemptAt: future(hook.nextTryAt, nowMs) };
  return { waitsFor: null, nextAttemptAt: future(own, nowMs) };
}

const future = (at: Date | null, nowMs: number) =>
  at !== null && at.getTime() > nowMs ? at : null;
