/** The notifications of an admin. Each is sent once, when it begins. */
export const NOTIFICATION_KINDS = ['failing', 'recovered', 'gone', 'window_ended'] as const;

export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

type Facts = {
  isDisabledAsGone: boolean;
  disabledAtMs: number;
  isFailing: boolean;
  /** The start of the present incident. Null if an event has succeeded since. */
  incidentMs: number | null;
  /** The last end of a retry window. */
  windowEndedMs: number | null;
  /** The events that are lost now; since when the first of them was received. */
  lost: { count: number; fromMs: number } | null;
  /** The last notification that concerns a trouble, and not only lost events. */
  last: { kind: NotificationKind; changeKey: string } | null;
};

/** Begins the key of a notification of events that were lost although no retry window of the hook has ended. */
export const WITHOUT_TROUBLE = 'events since ';

/**
 * The notifications of a hook in its present state. The key names the change, so that it is sent once, however often
 * the hook is examined. An incident has one notification of failure. A hook recovers when an event succeeds, and only
 * if it was in trouble.
 */
export function notificationsOf(facts: Facts): { kind: NotificationKind; changeKey: string }[] {
  const found: { kind: NotificationKind; changeKey: string }[] = [];
  const { windowEndedMs, lost } = facts;
  if (lost !== null && windowEndedMs !== null) {
    found.push({ kind: 'window_ended', changeKey: String(windowEndedMs) });
  } else if (lost !== null && !facts.isDisabledAsGone) {
    found.push({ kind: 'window_ended', changeKey: `${WITHOUT_TROUBLE}${lost.fromMs}` });
  }
  if (facts.isDisabledAsGone) {
    found.push({ kind: 'gone', changeKey: String(facts.disabledAtMs) });
  } else if (facts.isFailing && facts.incidentMs !== null) {
    found.push({ kind: 'failing', changeKey: String(facts.incidentMs) });
  } else if (facts.incidentMs === null && facts.last !== null && facts.last.kind !== 'recovered') {
    found.push({ kind: 'recovered', changeKey: `${facts.last.kind} ${facts.last.changeKey}` });
  }
  return found;
}
