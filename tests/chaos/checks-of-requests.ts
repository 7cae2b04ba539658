import type { Receipt } from './receivers';
import { type ByWebhook, isOpenAt, isThawing, type Stored, slots, type Trial } from './trial';

/** Another worker may repeat a request that a frozen worker holds open. */
export function overlapping({ faults }: Trial, byWebhook: ByWebhook): string[] {
  return [...byWebhook].flatMap(([webhookId, receipts]) =>
    receipts.flatMap((receipt, i) => {
      const open = receipts.slice(0, i).find((one) => isOpenAt(one, receipt.arrivedMs));
      if (!open || isThawing(faults, receipt.arrivedMs)) return [];
      return [`${webhookId}: attempt ${receipt.attempt} came while ${open.attempt} was open`];
    }),
  );
}

/** The payload is rendered for each attempt, in the version that the hook had at the first attempt. */
export function changedBodies(byWebhook: ByWebhook): string[] {
  return [...byWebhook].flatMap(([webhookId, [first, ...others]]) => {
    const other = others.find(({ body }) => body !== first?.body);
    if (!first || !other) return [];
    return [`${webhookId}: attempt ${other.attempt} had another body than ${first.attempt}`];
  });
}

/**
 * A repeated attempt number: the sender's second try after a lost connection, or an attempt that was not counted in
 * time.
 */
export function countedTwice(byWebhook: ByWebhook): string[] {
  return [...byWebhook].flatMap(([webhookId, receipts]) =>
    receipts
      .filter((one, i) =>
        receipts
          .slice(0, i)
          .some(({ attempt, outcome }) => attempt === one.attempt && outcome !== 'reset'),
      )
      .map(({ attempt }) => `${webhookId}: attempt ${attempt} came twice`),
  );
}

export function unwritten({ receipts, evidence }: Trial, stored: Stored): string[] {
  const written = new Set(evidence.attempts.map((one) => `${one.delivery_id} ${one.n}`));
  return receipts.flatMap(({ webhookId, attempt }) => {
    const delivery = stored.get(webhookId);
    if (!delivery) return [`${webhookId} was received and is not known`];
    if (written.has(`${delivery.id} ${attempt}`)) return [];
    return [`delivery ${delivery.id}: attempt ${attempt} is not written`];
  });
}

export function crowded({ hooks, receipts, faults }: Trial): string[] {
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

/** The longest time without a receipt, restarted at every fault and every return. */
export function longestSilence({ receipts, faults, returnsMs, busyUntilMs }: Trial): number {
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
