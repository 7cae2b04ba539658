import { type AnnouncementName, deliveriesDue } from './events';

/**
 * A wake-up to send. Wake-ups with equal ids count as one, so that runs that announce the same work do not multiply.
 */
export type Announcement = {
  name: AnnouncementName;
  id: string;
  ts?: number;
  data: Record<never, never>;
};

export type RunRest = { nextDueAt: number | null; hasMore: boolean };

const secondOf = (ms: number): number => Math.floor(ms / 1000);

/**
 * A wake-up at the first full second at or after `dueAtMs` that has not begun yet. A second that has begun may already
 * have woken its run, and that run did not see this row.
 */
export function wakeAt(name: AnnouncementName, dueAtMs: number, nowMs: number): Announcement {
  const second = Math.max(Math.ceil(dueAtMs / 1000), secondOf(nowMs) + 1);
  return { name, id: `${name}@${second}`, ts: second * 1000, data: {} };
}

/**
 * The wake-ups for the work that a finished run leaves. `more` is the event that starts this function again.
 * Continuations of one second merge. A run that began in the current second may already be the continuation of that
 * second, so its own continuation is in the next second.
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
