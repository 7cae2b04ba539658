import type { Reason } from './delivery-reasons';

/** The word for a hook in lists and in REST. */
export const HOOK_HEALTHS = [
  'healthy',
  'no_triggers',
  'never_delivered',
  'retrying',
  'failing',
  'lost',
  'disabled',
] as const;

export type HookHealth = (typeof HOOK_HEALTHS)[number];

/**
 * Events that failed for good, or were discarded because a retry window ended, and that nobody has redelivered or
 * dismissed. `from` and `until`: when the first and the last of them were received. `reason`: of the last one.
 */
export type LostEvents = { count: number; from: Date; until: Date; reason: Reason | null };

export type HookFacts = {
  status: 'active' | 'disabled';
  disabledReason: 'admin' | 'gone' | null;
  disabledAt: Date | null;
  /** The name of the person or client; null for the operator. */
  disabledBy: string | null;
  deletedAt: Date | null;
  triggerCount: number;
  /** The circuit is open, or the first delivery of an in-order hook has failed as often. */
  isFailing: boolean;
  /** The first failure since the last success. */
  failingSince: Date | null;
  /** The first failure of a trouble after which no event has succeeded yet, not even if the hook was enabled again. */
  incidentAt: Date | null;
  lastError: Reason | null;
  nextTryAt: Date | null;
  /** When an event last succeeded. A test says nothing about events. */
  lastSuccessAt: Date | null;
  testSucceededAt: Date | null;
  lost: LostEvents | null;
};

type Trouble = { since: Date | null; cause: Reason | null; nextTryAt: Date | null };

export type HookState =
  | { kind: 'deleted'; at: Date }
  | { kind: 'gone'; at: Date | null }
  | { kind: 'disabled'; at: Date | null; by: string | null }
  | ({ kind: 'failing' } & Trouble)
  /** `since`: the start of the present incident; null without an incident. */
  | { kind: 'lost'; since: Date | null; cause: Reason | null; hasDelivered: boolean }
  | ({ kind: 'retrying' } & Trouble)
  /** It failed, was changed or enabled, and has not delivered an event since. */
  | { kind: 'unproven'; since: Date }
  | { kind: 'no_triggers' }
  | { kind: 'never_delivered' }
  | { kind: 'tested'; at: Date }
  | { kind: 'delivering' };

/** The state of a hook: the first that applies, ordered by urgency. Everything that shows a hook's state reads it here. */
export function hookState(facts: HookFacts): HookState {
  const { disabledAt, incidentAt, testSucceededAt } = facts;
  const trouble = {
    since: facts.failingSince,
    cause: facts.lastError,
    nextTryAt: facts.nextTryAt,
  };
  if (facts.deletedAt !== null) return { kind: 'deleted', at: facts.deletedAt };
  if (facts.disabledReason === 'gone') return { kind: 'gone', at: disabledAt };
  if (facts.status === 'disabled')
    return { kind: 'disabled', at: disabledAt, by: facts.disabledBy };
  if (facts.isFailing) return { kind: 'failing', ...trouble };
  if (facts.lost !== null)
    return {
      kind: 'lost',
      since: incidentAt,
      cause: incidentAt === null ? null : trouble.cause,
      hasDelivered: facts.lastSuccessAt !== null,
    };
  if (facts.failingSince !== null) return { kind: 'retrying', ...trouble };
  if (incidentAt !== null) return { kind: 'unproven', since: incidentAt };
  if (facts.triggerCount === 0) return { kind: 'no_triggers' };
  if (facts.lastSuccessAt !== null) return { kind: 'delivering' };
  return testSucceededAt === null
    ? { kind: 'never_delivered' }
    : { kind: 'tested', at: testSucceededAt };
}

const HEALTH_OF: Record<HookState['kind'], HookHealth> = {
  deleted: 'disabled',
  gone: 'disabled',
  disabled: 'disabled',
  failing: 'failing',
  lost: 'lost',
  retrying: 'retrying',
  unproven: 'retrying',
  no_triggers: 'no_triggers',
  never_delivered: 'never_delivered',
  tested: 'never_delivered',
  delivering: 'healthy',
};

export const hookHealth = (facts: HookFacts): HookHealth => HEALTH_OF[hookState(facts).kind];
