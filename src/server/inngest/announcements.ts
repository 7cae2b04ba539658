import { type AnnouncementName, deliveriesDue } from './events';

/** A wake-up to send. Equal ids are one wake-up, so that many runs announcing the same do not multiply. */
export type Announcement = {
  name: AnnouncementName;
  id: string;
  ts?: number;
  data: Record<never, never>;
};

export type RunRest = { nextDueAt: number | null; hasMore: boolean };

const secondOf = (ms: number): number => Math.floor(ms / 1000);

/**
 * A wake-up at the next full second that is not before `dueAtMs`. The second has always yet to
 * begin: a bucket that has begun may already have woken its run, which did not see this row.
 */
export function wakeAt(name: AnnouncementName, dueAtMs: number, nowMs: number): Announcement {
  const second = Math.max(Math.ceil(dueAtMs / 1000), secondOf(nowMs) + 1);
  return { name, id: `${name}@${second}`, ts: second * 1000, data: {} };
}

/**
 * What a finished run leaves to be done, as wake-ups. `more` is the event that brings this function
 * back. Continuations of one second merge; a run that began in this very second may be that second's
 * continuation itself, so it continues in the next one.
 */
export function announceRest(
  more: AnnouncementName,
  rest: RunRest,
  at: { startedAtMs: number; nowMs: number },
): Announcement[] {
  if (rest.hasMore) {
    const hasBegunEarlier = secondOf(at.startedAtMs) < secondOf(at.nowMs);
    return hasBegunEarlier
      ? [{ name: more, id: `${more}+${secondOf(at.nowMs)}`, data: {} }]
      : [wakeAt(more, at.nowMs, at.nowMs)];
  }
  return rest.nextDueAt === null ? [] : [wakeAt(deliveriesDue.name, rest.nextDueAt, at.nowMs)];
}
