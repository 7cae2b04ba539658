import type { StoredDelivery } from './evidence';
import { discardAskedMs, findSentAfterDiscard, redeliveredOf } from './operator-actions';
import { findDisorder } from './order';
import { type ByWebhook, isThawing, nameOf, type Stored, type Trial } from './trial';

/** A delivery can be due, just before its claim, when the evidence is read. */
const OVERDUE_MS_MAX = 5_000;
const WINDOW_CODES: readonly (string | null)[] = ['window_ended', 'hook_window_ended'];
/** The database's clock measures a window, when the last attempt ends. */
const ABOUT_MS = 3_000;
/** The mark is set when the window ends. The rows follow after the faults of that time. */
const MARKED_MS = 20_000;

export function lost({ hooks, accepted, evidence }: Trial, stored: Stored): string[] {
  const problems = accepted
    .filter(({ ulid }) => !evidence.events.has(ulid))
    .map(({ key, ulid }) => `event ${ulid} (${key}) was accepted and is gone`);
  if (evidence.undispatched > 0) problems.push(`${evidence.undispatched} events are undispatched`);
  for (const { ulid, resource, company } of accepted) {
    const own = hooks.filter((one) => one.resource === resource && one.company === company);
    for (const hook of own) {
      if (!stored.has(`${ulid}_${hook.id}`))
        problems.push(`event ${ulid} has no delivery to ${hook.name}`);
    }
  }
  if (stored.size !== evidence.deliveries.length)
    problems.push('an event has two deliveries to one hook');
  return problems;
}

/**
 * The deliveries without a receipt. A 410 ends its delivery, a discard ends all in the queue, and so does the end of a
 * window.
 */
export function unreceived(trial: Trial, byWebhook: ByWebhook): string[] {
  return trial.evidence.deliveries.flatMap((one) => {
    const receipts = byWebhook.get(nameOf(one)) ?? [];
    const isReceived = receipts.some(({ acceptedMs }) => acceptedMs !== null);
    if (one.status === 'delivered' && isReceived) return [];
    if (one.status === 'discarded' && mayBeDiscarded(trial, one)) return [];
    if (one.status === 'failed' && receipts.some(({ outcome }) => outcome === 'gone')) return [];
    const since = `created ${one.created_ms}, ended ${one.finished_ms}`;
    return [
      `delivery ${one.id} is ${one.status} (${one.reason}, ${since}), ${isReceived ? 'though' : 'and not'} received`,
    ];
  });
}

/**
 * A delivery's own window begins with its first attempt, which may have been cut off before the receiver died. A hook's
 * window begins with the first failure after its last success, which may also have been earlier.
 */
function mayBeDiscarded(trial: Trial, one: StoredDelivery): boolean {
  const { actions, hooks, faults } = trial;
  if (!WINDOW_CODES.includes(one.reason)) return discardAskedMs(actions, one) !== null;
  const endpoint = hooks.findIndex(({ id }) => id === one.hook_id);
  const windowSeconds = hooks[endpoint]?.windowSeconds ?? null;
  if (windowSeconds === null) return false;
  const endedMs = one.finished_ms ?? 0;
  return faults.some((fault) => {
    if (fault.kind !== 'a receiver is dead past its window') return false;
    const isOwn = one.reason === 'window_ended';
    const fromMs = isOwn ? one.created_ms : lastAcceptedMs(trial, endpoint, fault.beganMs);
    return (
      fromMs + 1000 * windowSeconds <= endedMs + ABOUT_MS &&
      fault.beganMs <= endedMs &&
      one.created_ms <= fault.endedMs + ABOUT_MS &&
      endedMs <= fault.endedMs + MARKED_MS
    );
  });
}

/** The last acceptance before a receiver died; 0 if there was none. */
function lastAcceptedMs({ receipts }: Trial, endpoint: number, diedMs: number): number {
  return receipts.reduce(
    (last, { endpoint: own, acceptedMs }) =>
      own === endpoint && acceptedMs !== null && acceptedMs <= diedMs
        ? Math.max(last, acceptedMs)
        : last,
    0,
  );
}

/** A receiver that was dead for longer than its window must have lost a delivery. */
export function unended({ evidence, faults }: Trial): string[] {
  return faults
    .filter(({ kind }) => kind === 'a receiver is dead past its window')
    .filter(
      ({ beganMs, endedMs }) =>
        !evidence.deliveries.some(
          ({ reason, finished_ms }) =>
            WINDOW_CODES.includes(reason) &&
            (finished_ms ?? 0) >= beganMs &&
            (finished_ms ?? 0) <= endedMs + MARKED_MS,
        ),
    )
    .map(({ beganMs, endedMs }) => `for ${endedMs - beganMs} ms nothing was given up`);
}

/** A worker that continues after a freeze may still send the deliveries that it had claimed. */
export function sentAfterDiscard(
  { actions, evidence, faults }: Trial,
  byWebhook: ByWebhook,
): string[] {
  const again = redeliveredOf(actions);
  return evidence.deliveries.flatMap((one) =>
    findSentAfterDiscard(one, byWebhook.get(nameOf(one)) ?? [], again)
      .filter(({ arrivedMs }) => !isThawing(faults, arrivedMs))
      .map(({ attempt }) => `delivery ${one.id}: attempt ${attempt} came after its end`),
  );
}

export function stuck({ evidence }: Trial): string[] {
  return [
    ...evidence.waiting
      .filter(({ is_held, overdue_ms }) => is_held || overdue_ms > OVERDUE_MS_MAX)
      .map(
        (one) => `delivery ${one.delivery_id} is ${one.is_held ? 'held by a worker' : 'overdue'}`,
      ),
    ...evidence.hooks
      .filter(({ in_flight, held }) => in_flight !== held || in_flight !== 0)
      .map((one) => `hook ${one.hook_id} counts ${one.in_flight} in flight, ${one.held} are held`),
    ...evidence.hooks
      .filter((hook) => hook.is_asleep)
      .map((hook) => `hook ${hook.hook_id} sleeps next to what waits`),
  ];
}

export function disordered({ hooks, receipts, actions }: Trial, stored: Stored): string[] {
  return hooks.flatMap((hook, number) => {
    if (!hook.isInOrder) return [];
    const order = [...stored.values()].filter((one) => one.hook_id === hook.id);
    const own = receipts.filter(({ endpoint }) => endpoint === number);
    return findDisorder(order, own, actions, nameOf).map(
      ({ webhookId }) => `${hook.name}: ${webhookId} came before its turn`,
    );
  });
}

/** An hour counts a delivery again when it ends again, but no row shows that. */
export function miscounted({ evidence, actions }: Trial): string[] {
  const again = redeliveredOf(actions);
  const hooks = new Set(
    evidence.deliveries.filter(({ id }) => again.has(id)).map(({ hook_id }) => hook_id),
  );
  const hours = evidence.miscountedHours.filter(({ hook_id }) => !hooks.has(hook_id));
  return [
    ...evidence.miscounted.map(
      (one) => `hook ${one.hook_id}: ${one.counted} counted ${one.status}, ${one.stored} stored`,
    ),
    ...hours.map(
      (one) =>
        `hook ${one.hook_id}, hour ${one.hour}: ${one.counted} counted, ${one.stored} stored`,
    ),
  ];
}
