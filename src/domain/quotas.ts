/** Limits of one company, so that it leaves enough for the others. The operator can change them. */
export type Quotas = {
  hooks: number;
  /** On average over ten seconds; as many as in ten seconds may come at once. */
  eventsPerSecond: number;
  /** Deliveries that are Queued or Retrying, and events that are not fanned out yet. */
  queued: number;
};

/** Far above what a company of thousands of people needs, and below what keeps others waiting. */
export const DEFAULT_QUOTAS: Quotas = { hooks: 5_000, eventsPerSecond: 20_000, queued: 2_000_000 };

type Given = { [Key in keyof Quotas]: number | null };

export function quotasOf(given: Given): Quotas {
  return {
    hooks: given.hooks ?? DEFAULT_QUOTAS.hooks,
    eventsPerSecond: given.eventsPerSecond ?? DEFAULT_QUOTAS.eventsPerSecond,
    queued: given.queued ?? DEFAULT_QUOTAS.queued,
  };
}
