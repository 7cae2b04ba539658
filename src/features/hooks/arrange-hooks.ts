import type { HookHealth } from '@/domain/hook-state';
import type { HookView } from './hook-view';
import type { HooksQuery, SortColumn } from './hooks-query';

type Arranged = Pick<
  HookView,
  'id' | 'name' | 'destinationUrl' | 'health' | 'payloadVersion' | 'triggerCount' | 'lastSuccessAt'
>;

/** The most urgent comes first. */
const URGENCY: Record<HookHealth, number> = {
  failing: 0,
  lost: 1,
  retrying: 2,
  disabled: 3,
  no_triggers: 4,
  never_delivered: 5,
  healthy: 6,
};

type Compare = (left: Arranged, right: Arranged) => number;

const ORDERS: Record<SortColumn, Compare> = {
  name: (left, right) => inWords(left.name, right.name),
  endpoint: (left, right) => inWords(left.destinationUrl, right.destinationUrl),
  status: (left, right) => URGENCY[left.health] - URGENCY[right.health],
  events: (left, right) => left.triggerCount - right.triggerCount,
  delivery: (left, right) =>
    (left.lastSuccessAt?.getTime() ?? 0) - (right.lastSuccessAt?.getTime() ?? 0),
};

/** The hooks that match a query, in its order. Without an order, by creation as given. */
export function arrangeHooks<Hook extends Arranged>(
  hooks: readonly Hook[],
  { search, status, version, sort }: HooksQuery,
): Hook[] {
  const wanted = fold(search.trim());
  const found = hooks.filter(
    (hook) =>
      (fold(hook.name).includes(wanted) || fold(hook.destinationUrl).includes(wanted)) &&
      (status === null || status === 'deleted' || hook.health === status) &&
      (version === null || hook.payloadVersion === version),
  );
  if (sort === null) return found;
  const direction = sort.isDescending ? -1 : 1;
  const compare = ORDERS[sort.column];
  return found.sort((left, right) => direction * compare(left, right) || left.id - right.id);
}

const { compare: inWords } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Removes accents and case: "são" is found by "sao". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
