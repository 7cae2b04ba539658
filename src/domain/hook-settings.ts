/** What may be set of a hook's deliveries. */
export const HOOK_LIMITS = {
  nameLength: 200,
  timeoutSeconds: { min: 1, max: 30 },
  maxInFlight: { min: 1, max: 200 },
  maxPerSecond: { min: 0.001, max: 1000 },
  retryWindowSeconds: { min: 60, max: 604_800 },
} as const;

/** What a hook has unless told otherwise; the columns' own defaults. */
export const HOOK_DEFAULTS = {
  deliveryMode: 'parallel',
  timeoutSeconds: 5,
  maxInFlight: 10,
  retryWindowSeconds: 43_200,
} as const;
