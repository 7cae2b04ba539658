import { type Deed, discardAskedMs, findSentAfterDiscard, redeliveredOf } from './deeds';
import { findDuplicates } from './duplicates';
import type { Evidence, StoredDelivery } from './evidence';
import type { Fault } from './faults';
import { findDisorder } from './order';
import type { Accepted } from './publisher';
import type { Endpoint, Receipt } from './receivers';

/** A hook of the run: its id, and what it is. */
export type Hook = Endpoint & { id: number; resource: Accepted['resource'] };

export type Trial = {
  hooks: readonly Hook[];
  accepted: readonly Accepted[];
  receipts: readonly Receipt[];
  faults: readonly Fault[];
  deeds: readonly Deed[];
  /** When a process or the database came back. */
  returnsMs: readonly number[];
  /** Until when there was something to send all the time. */
  busyUntilMs: number;
  evidence: Evidence;
};

export type Finding = { check: string; problems: string[] };
export type Verdict = { findings: Finding[]; duplicates: number; silenceMs: number };

const SEEN_TOGETHER_MS = 100;
const THAWING_MS = 3_000;
const SILENCE_MS_MAX = 15_000;
/** Something may be due, and about to be claimed, as the evidence is read. */
const OVERDUE_MS_MAX = 5_000;

/** Holds what was promised against what happened. Every finding with a problem is a broken promise. */
export function judge(trial: Trial): Verdict {
  const byWebhook = groupBy(trial.receipts, (receipt) => receipt.webhookId);
  const stored = new Map(trial.evidence.deliveries.map((one) => [nameOf(one), one]));
  const slotsOf = (endpoint: number) => slots(trial.hooks[endpoint]);
  const wanted = namesOfRedelivered(trial);
  const unwanted = new Map([...byWebhook].filter(([webhookId]) => !wanted.has(webhookId)));
  const duplicates = findDuplicates(trial.faults, unwanted, slotsOf);
  const silenceMs = longestSilence(trial);
  const findings: Finding[] = [
    {
      check: 'every accepted event is kept, with one delivery a hook',
      problems: lost(trial, stored),
    },
    {
      check: 'every delivery reached its receiver, or has ended as someone asked',
      problems: unreceived(trial, byWebhook),
    },
    {
      check: 'what was discarded is not sent any more',
      problems: sentAfterDiscard(trial, byWebhook),
    },
    { check: 'nothing is stuck', problems: stuck(trial) },
    {
      check: 'nothing comes twice but what was in flight at a fault',
      problems: duplicates.unexplained,
    },
    {
      check: 'no request while an earlier one of the same delivery is open',
      problems: overlapping(trial, byWebhook),
    },
    { check: 'an attempt is counted before it leaves', problems: countedTwice(byWebhook) },
    { check: 'every attempt has its row', problems: unwritten(trial, stored) },
    {
      check: 'in order: none before an earlier one was accepted or discarded',
      problems: disordered(trial, stored),
    },
    { check: 'no hook has more in flight than it may', problems: crowded(trial) },
    { check: 'counters equal the rows', problems: miscounted(trial) },
    {
      check: 'the first delivery follows a restart within 15 s',
      problems: silenceMs > SILENCE_MS_MAX ? [`nothing arrived for ${silenceMs} ms`] : [],
    },
  ];
  return { findings, duplicates: duplicates.count, silenceMs };
}

const nameOf = ({ ulid, hook_id }: StoredDelivery) => `${ulid}_${hook_id}`;

function lost(
  { hooks, accepted, evidence }: Trial,
  stored: ReadonlyMap<string, unknown>,
): string[] {
  const problems = accepted
    .filter(({ ulid }) => !evidence.events.has(ulid))
    .map(({ key, ulid }) => `event ${ulid} (${key}) was accepted and is gone`);
  if (evidence.undispatched > 0) problems.push(`${evidence.undispatched} events are undispatched`);
  for (const { ulid, resource } of accepted) {
    for (const hook of hooks.filter((one) => one.resource === resource)) {
      if (!stored.has(`${ulid}_${hook.id}`))
        problems.push(`event ${ulid} has no delivery to ${hook.name}`);
    }
  }
  if (stored.size !== evidence.deliveries.length)
    problems.push('an event has two deliveries to one hook');
  return problems;
}

function namesOfRedelivered({ deeds, evidence }: Trial): Set<string> {
  const again = redeliveredOf(deeds);
  return new Set(evidence.deliveries.filter(({ id }) => again.has(id)).map(nameOf));
}

/** A 410 is the end of its delivery, and a discarded queue that of all in it. */
function unreceived({ evidence, deeds }: Trial, byWebhook: ReadonlyMap<string, Receipt[]>) {
  return evidence.deliveries.flatMap((one) => {
    const receipts = byWebhook.get(nameOf(one)) ?? [];
    const isReceived = receipts.some(({ acceptedMs }) => acceptedMs !== null);
    if (one.status === 'delivered' && isReceived) return [];
    if (one.status === 'discarded' && discardAskedMs(deeds, one) !== null) return [];
    if (one.status === 'failed' && receipts.some(({ fate }) => fate === 'gone')) return [];
    return [`delivery ${one.id} is ${one.status}, ${isReceived ? 'though' : 'and not'} received`];
  });
}

/** A worker that thaws may still send what it had claimed. */
function sentAfterDiscard(
  { deeds, evidence, faults }: Trial,
  byWebhook: ReadonlyMap<string, Receipt[]>,
): string[] {
  const again = redeliveredOf(deeds);
  return evidence.deliveries.flatMap((one) =>
    findSentAfterDiscard(one, byWebhook.get(nameOf(one)) ?? [], again)
      .filter(({ arrivedMs }) => !isThawing(faults, arrivedMs))
      .map(({ attempt }) => `delivery ${one.id}: attempt ${attempt} came after its end`),
  );
}

function stuck({ evidence }: Trial): string[] {
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
      .map((hook) => `hook ${hook.hook_id} sleeps beside what waits`),
  ];
}

/** What a frozen worker holds open, another one may send again. */
function overlapping({ faults }: Trial, byWebhook: ReadonlyMap<string, Receipt[]>): string[] {
  return [...byWebhook].flatMap(([webhookId, receipts]) =>
    receipts.flatMap((receipt, i) => {
      const open = receipts.slice(0, i).find((one) => isOpenAt(one, receipt.arrivedMs));
      if (!open || isThawing(faults, receipt.arrivedMs)) return [];
      return [`${webhookId}: attempt ${receipt.attempt} came while ${open.attempt} was open`];
    }),
  );
}

/** One number twice: the sender's second try after a lost connection, or not counted in time. */
function countedTwice(byWebhook: ReadonlyMap<string, Receipt[]>): string[] {
  return [...byWebhook].flatMap(([webhookId, receipts]) =>
    receipts
      .filter((one, i) =>
        receipts
          .slice(0, i)
          .some(({ attempt, fate }) => attempt === one.attempt && fate !== 'reset'),
      )
      .map(({ attempt }) => `${webhookId}: attempt ${attempt} came twice`),
  );
}

function unwritten(
  { receipts, evidence }: Trial,
  stored: ReadonlyMap<string, StoredDelivery>,
): string[] {
  const written = new Set(evidence.attempts.map((one) => `${one.delivery_id} ${one.n}`));
  return receipts.flatMap(({ webhookId, attempt }) => {
    const delivery = stored.get(webhookId);
    if (!delivery) return [`${webhookId} was received and is not known`];
    if (written.has(`${delivery.id} ${attempt}`)) return [];
    return [`delivery ${delivery.id}: attempt ${attempt} is not written`];
  });
}

function disordered(
  { hooks, receipts, deeds }: Trial,
  stored: ReadonlyMap<string, StoredDelivery>,
): string[] {
  return hooks.flatMap((hook, number) => {
    if (!hook.isInOrder) return [];
    const order = [...stored.values()].filter((one) => one.hook_id === hook.id);
    const own = receipts.filter(({ endpoint }) => endpoint === number);
    return findDisorder(order, own, deeds, nameOf).map(
      ({ webhookId }) => `${hook.name}: ${webhookId} came before its turn`,
    );
  });
}

const slots = (hook: Hook | undefined) => (hook?.isInOrder ? 1 : (hook?.maxInFlight ?? 0));

function crowded({ hooks, receipts, faults }: Trial): string[] {
  return hooks.flatMap((hook, number) => {
    const limit = slots(hook);
    let open: Receipt[] = [];
    let worst = 0;
    for (const receipt of receipts.filter(({ endpoint }) => endpoint === number)) {
      open = open.filter((one) => isOpenAt(one, receipt.arrivedMs));
      open.push(receipt);
      if (!isThawing(faults, receipt.arrivedMs)) worst = Math.max(worst, open.length);
    }
    return worst > limit ? [`${hook.name}: ${worst} at once, ${limit} allowed`] : [];
  });
}

/** An hour counts a delivery once more when it ends again, which no row tells any more. */
function miscounted({ evidence, deeds }: Trial): string[] {
  const again = redeliveredOf(deeds);
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

/** The longest time without a receipt, counted anew from every fault and every return. */
function longestSilence({ receipts, faults, returnsMs, busyUntilMs }: Trial): number {
  const marks = [
    ...faults.flatMap(({ beganMs, endedMs }) => [beganMs, endedMs]),
    ...returnsMs,
    ...receipts.map(({ arrivedMs }) => arrivedMs),
  ]
    .filter((ms) => ms <= busyUntilMs)
    .sort((a, b) => a - b);
  const first = receipts[0]?.arrivedMs ?? 0;
  return marks.reduce(
    (longest, ms, i) => (ms <= first ? longest : Math.max(longest, ms - (marks[i - 1] ?? ms))),
    0,
  );
}

/** A little later than the moment itself: the end of one request and the next may be seen in one go. */
function isOpenAt({ acceptedMs, closedMs }: Receipt, ms: number): boolean {
  return (acceptedMs ?? closedMs ?? Number.POSITIVE_INFINITY) > ms + SEEN_TOGETHER_MS;
}

function isThawing(faults: readonly Fault[], ms: number): boolean {
  return faults.some(
    ({ kind, beganMs, endedMs }) =>
      kind === 'freeze a worker past its lease' && beganMs <= ms && ms <= endedMs + THAWING_MS,
  );
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
