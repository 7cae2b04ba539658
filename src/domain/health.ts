export const HOOK_HEALTHS = [
  'healthy',
  'no_triggers',
  'never_delivered',
  'retrying',
  'failing',
  'disabled',
] as const;

export type HookHealth = (typeof HOOK_HEALTHS)[number];

export type HealthFacts = {
  status: 'active' | 'disabled';
  triggerCount: number;
  isCircuitOpen: boolean;
  /** Whether an attempt has failed since the last success. */
  isFailing: boolean;
  hasSucceeded: boolean;
};

/** One word for a hook: the first that applies, ordered by urgency. */
export function hookHealth(facts: HealthFacts): HookHealth {
  if (facts.status === 'disabled') return 'disabled';
  if (facts.isCircuitOpen) return 'failing';
  if (facts.isFailing) return 'retrying';
  if (facts.triggerCount === 0) return 'no_triggers';
  if (!facts.hasSucceeded) return 'never_delivered';
  return 'healthy';
}
