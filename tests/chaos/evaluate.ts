import {
  disordered,
  lost,
  miscounted,
  sentAfterDiscard,
  stuck,
  unended,
  unreceived,
} from './checks-of-deliveries';
import {
  changedBodies,
  countedTwice,
  crowded,
  longestSilence,
  overlapping,
  unwritten,
} from './checks-of-requests';
import { findRaisedUntried } from './circuits';
import { type FailedAt, findDuplicates, withoutLateAnswers } from './duplicates';
import { isOfThePast, isSteady } from './endpoints';
import { findInterrupted, type Interrupted, interruptedIn } from './interruptions';
import { findLate, type Lateness, type Trip } from './lateness';
import { findWronglyPurged } from './past';
import { type ByWebhook, groupBy, nameOf, namesOfRedelivered, slots, type Trial } from './trial';

export type Finding = { check: string; problems: string[] };
export type Evaluation = {
  findings: Finding[];
  duplicates: number;
  interrupted: number;
  silenceMs: number;
  lateness: Lateness;
};

const SILENCE_MS_MAX = 15_000;

function failuresOf({ evidence }: Trial): FailedAt {
  const names = new Map(evidence.deliveries.map((one) => [one.id, nameOf(one)]));
  const failed = new Map(
    evidence.attempts
      .filter(({ outcome }) => outcome === 'failure')
      .map((one) => [`${names.get(one.delivery_id)} ${one.n}`, one.finished_ms]),
  );
  return (webhookId, attempt) => failed.get(`${webhookId} ${attempt}`) ?? null;
}

/** Compares the promises with the results. Every finding with a problem is a broken promise. */
export function evaluate(all: Trial): Evaluation {
  const past = new Set(all.hooks.flatMap((hook, number) => (isOfThePast(hook) ? [number] : [])));
  const trial = { ...all, receipts: all.receipts.filter(({ endpoint }) => !past.has(endpoint)) };
  const { faults, evidence, hooks } = trial;
  const byWebhook = groupBy(trial.receipts, (receipt) => receipt.webhookId);
  const stored = new Map(evidence.deliveries.map((one) => [nameOf(one), one]));
  const slotsOf = (endpoint: number) => slots(hooks[endpoint]);
  const endpointOf = (hookId: number) => hooks.findIndex(({ id }) => id === hookId);
  const wanted = namesOfRedelivered(trial);
  const inTime = withoutLateAnswers(trial.receipts, failuresOf(trial), trial.leniency);
  const unwanted = groupBy(
    inTime.filter(({ webhookId }) => !wanted.has(webhookId)),
    (receipt) => receipt.webhookId,
  );
  const duplicates = findDuplicates(faults, unwanted, slotsOf);
  const interrupted = interruptedIn(evidence, endpointOf);
  const lateness = findLate({
    faults,
    trips: tripsOf(trial, byWebhook, interrupted),
    leniency: trial.leniency,
  });
  const silenceMs = longestSilence(trial);
  const findings = Object.entries({
    'every accepted event is kept, with one delivery a hook': lost(trial, stored),
    'every delivery reached its receiver, or has ended as someone asked': unreceived(
      trial,
      byWebhook,
    ),
    'what was discarded is not sent any more': sentAfterDiscard(trial, byWebhook),
    'a window that ends gives up what waits': unended(trial),
    "only a probe raises a circuit's pause, and once": findRaisedUntried(
      trial.circuits,
      endpointOf,
      trial.receipts,
    ),
    'nothing is stuck': stuck(trial),
    'nothing comes twice but what was in flight at a fault': duplicates.unexplained,
    'no attempt is interrupted but by a fault': findInterrupted({
      faults,
      evidence,
      endpointOf,
      slotsOf,
    }),
    'no request while an earlier one of the same delivery is open': overlapping(trial, byWebhook),
    'every attempt of a delivery has the same body': changedBodies(byWebhook),
    'an attempt is counted before it leaves': countedTwice(byWebhook),
    'every attempt has its row': unwritten(trial, stored),
    'in order: none before an earlier one was accepted or discarded': disordered(trial, stored),
    'no hook has more in flight than it may': crowded(trial),
    'counters equal the rows': miscounted(trial),
    'a purge takes what is old and at rest, and nothing else': findWronglyPurged(
      trial.past,
      receivedOf(all, past),
    ),
    'a steady hook waits for 2 s at most, but during a fault': lateness.problems,
    'the first delivery follows a restart within 15 s':
      silenceMs > SILENCE_MS_MAX * trial.leniency ? [`nothing arrived for ${silenceMs} ms`] : [],
  }).map(([check, problems]) => ({ check, problems }));
  return {
    findings,
    duplicates: duplicates.count,
    interrupted: interrupted.length,
    silenceMs,
    lateness,
  };
}

/** The trip of each event to each hook whose receiver answers at once. */
function tripsOf(
  { hooks, accepted }: Trial,
  byWebhook: ByWebhook,
  interrupted: readonly Interrupted[],
): Trip[] {
  return hooks.flatMap((hook, endpoint) => {
    if (!isSteady(hook)) return [];
    const own = accepted.filter(
      ({ company, resource }) => company === hook.company && resource === hook.resource,
    );
    const holds = interrupted.filter((one) => one.endpoint === endpoint);
    return own.map(({ ulid, acceptedMs }) => {
      const webhookId = `${ulid}_${hook.id}`;
      const arrivedMs = byWebhook.get(webhookId)?.[0]?.arrivedMs ?? null;
      const held = holds.filter(({ delivery }) => hook.isInOrder || delivery.ulid === ulid);
      return { webhookId, endpoint, acceptedMs, arrivedMs, held };
    });
  });
}

/** Whether an event of the past was received. */
function receivedOf({ receipts }: Trial, past: ReadonlySet<number>) {
  const received = new Set(
    receipts
      .filter(({ endpoint, acceptedMs }) => past.has(endpoint) && acceptedMs !== null)
      .map(({ webhookId }) => webhookId.split('_')[0]),
  );
  return (ulid: string) => received.has(ulid);
}
