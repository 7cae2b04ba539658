import type { DeliveryStatus } from './delivery-status';

export const REDELIVERY_STATES = ['running', 'paused', 'cancelled', 'finished'] as const;
export type RedeliveryState = (typeof REDELIVERY_STATES)[number];

/** The two choices that name no delivery: lost ones, and events that a hook should have got and never did. */
export const REDELIVERY_SETS = ['lost', 'missing'] as const;

/** The deliveries that may be sent again. */
export const FINISHED_STATUSES = [
  'delivered',
  'failed',
  'discarded',
] as const satisfies readonly DeliveryStatus[];

/**
 * The deliveries that a job sends again, as stored: times in ISO 8601. `only` names a set, which `since` and `until` may
 * narrow. Without it, they are all finished deliveries that match the other fields.
 */
export type RedeliveryChoice = {
  only?: (typeof REDELIVERY_SETS)[number];
  ids?: number[];
  statuses?: (typeof FINISHED_STATUSES)[number][];
  resourceNames?: string[];
  eventTypes?: string[];
  resourceId?: string;
  responses?: string[];
  attemptsMin?: number;
  attemptsMax?: number;
  since?: string;
  until?: string;
};

/** The time between two portions of a job. */
export const PORTION_MS = 100;
/** The answer time of a hook that has not answered yet. */
const UNKNOWN_ANSWER_MS = 200;
/** No answer counts as quicker, because the sender itself takes this long. */
const QUICKEST_ANSWER_MS = 4;
/** Deliveries that wait for another attempt, per hook and job. */
const RETRYING_MAX = 500;

export type FeedFacts = {
  isInOrder: boolean;
  maxInFlight: number;
  maxPerSecond: number | null;
  /** The average answer time; null before the first answer. */
  answerMs: number | null;
  /** Deliveries of all jobs in the hook's queue that wait for their first attempt, or are on their way. */
  waiting: number;
  /** Those that wait for another attempt. */
  retrying: number;
  /** How many of the job's deliveries arrived. */
  delivered: number;
};

/**
 * Returns how many deliveries a job adds to a hook's queue now. A job uses half of the hook's capacity, so that a live event
 * finds a free slot. A hook that answers none of them gets one portion. Failures are allowed up to half as many as arrived,
 * so that a few events that always fail do not stop the others.
 *
 * @param share the portion that the process can spare
 */
export function portionOf(facts: FeedFacts, share: number): number {
  const { isInOrder, maxInFlight, maxPerSecond, answerMs, waiting, retrying, delivered } = facts;
  const slots = isInOrder ? 1 : maxInFlight / 2;
  const perMs = slots / Math.max(answerMs ?? UNKNOWN_ANSWER_MS, QUICKEST_ANSWER_MS);
  const allowedPerMs = maxPerSecond === null ? perMs : Math.min(perMs, maxPerSecond / 2 / 1000);
  const portion = Math.max(1, Math.floor(allowedPerMs * PORTION_MS));
  const failing = Math.min(Math.floor(delivered / 2), RETRYING_MAX);
  const room = Math.min(portion - waiting, portion + failing - waiting - retrying);
  return Math.max(0, Math.min(room, share));
}

/** Portions of a second of an idle process, and the least and the most. */
const SHARE = { first: 10, min: 1, max: 400 };
/** A delivery that waits for longer although its hook has a free slot shows that the process has too much to do. */
const LATE_MS = 15;
/** The share of its time in which the process works: below the first it adds more, above the second less. */
const BUSY = { low: 0.25, high: 0.3 };

/**
 * How many deliveries one process adds in each round, over all jobs. It gives way as soon as deliveries are late, or the
 * process has other work. */
export class RecoveryPace {
  private size = SHARE.first;

  get share(): number {
    return Math.floor(this.size);
  }

  /**
   * @param lateMs how long the job's deliveries have been due although their hooks have free slots
   * @param busy the share of the round in which the process worked, from 0 to 1
   */
  noteRound(lateMs: number, busy: number): void {
    const factor = lateMs > LATE_MS ? 0.5 : busy > BUSY.high ? 0.8 : busy < BUSY.low ? 1.1 : 1;
    this.size = Math.min(Math.max(this.size * factor, SHARE.min), SHARE.max);
  }
}
