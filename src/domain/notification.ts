/** The notifications of an admin. Each is sent once, when it begins. */
export const NOTIFICATION_KINDS = ['failing', 'recovered', 'gone', 'window_ended'] as const;

export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

type Facts = {
  isDisabledAsGone: boolean;
  disabledAtMs: number;
  circuitOpenedMs: number | null;
  /** The last delivery that was discarded because the hook's window ended; 0 if there is none. */
  discardedThrough: number;
  /** The last notification. */
  last: { kind: NotificationKind; changeKey: string } | null;
};

/**
 * The notifications of a hook in its present state. The key names the change, so that it is sent once, however often
 * the hook is examined. A hook without a notification of trouble cannot recover.
 */
export function notificationsOf(facts: Facts): { kind: NotificationKind; changeKey: string }[] {
  const found: { kind: NotificationKind; changeKey: string }[] = [];
  if (facts.discardedThrough > 0) {
    found.push({ kind: 'window_ended', changeKey: String(facts.discardedThrough) });
  }
  if (facts.isDisabledAsGone) {
    found.push({ kind: 'gone', changeKey: String(facts.disabledAtMs) });
  } else if (facts.circuitOpenedMs !== null) {
    found.push({ kind: 'failing', changeKey: String(facts.circuitOpenedMs) });
  } else if (facts.last !== null && facts.last.kind !== 'recovered') {
    found.push({ kind: 'recovered', changeKey: `${facts.last.kind} ${facts.last.changeKey}` });
  }
  return found;
}
