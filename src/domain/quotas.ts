/** Limits of one company, so that enough remains for the others. The operator can change them. */
export type Quotas = {
  hooks: number;
  /** The average over ten seconds. The events of ten seconds may come at once. */
  eventsPerSecond: number;
  /** Deliveries that are Queued or Retrying, and events that are not fanned out yet. */
  queued: number;
};

/** Far above the needs of a company of thousands of people, and below a load that makes others wait. */
export const DEFAULT_QUOTAS: Quotas = { hooks: 5_000, eventsPerSecond: 20_000, queued: 2_000_000 };

type Given = { [Key in keyof Quotas]: number | null };

export function quotasOf(given: Given): Quotas {
  return {
    hooks: given.hooks ?? DEFAULT_QUOTAS.hooks,
    eventsPerSecond: given.eventsPerSecond ?? DEFAULT_QUOTAS.eventsPerSecond,
    queued: given.queued ?? DEFAULT_QUOTAS.queued,
  };
}
