import { v2Redeliveries } from '@/contracts/rest/redeliveries';
import { V2_STATUS_FILTERS } from '@/contracts/wire/delivery';
import type { Fields } from '@/contracts/wire/fields';
import type { SentAs } from '@/contracts/wire/hook';
import { findBuiltInResource } from '@/domain/catalogue/built-in-resources';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { type ErrorDetail, invalidInput } from '@/domain/errors';
import { nearest } from '@/server/services/nearest';
import { entryOf, fieldsOf, momentOf, readId } from './reading';

const KNOWN = Object.keys(v2Redeliveries.start.shape);
const FLAGS = ['lost', 'missing', 'dry_run'] as const;
const TEXTS = ['resource_name', 'event_type'] as const;
/** Unknown fields that a refusal names. */
const UNKNOWN_MAX = 20;
const SENT_AS: SentAs = {
  only: 'missing',
  ids: 'delivery_ids',
  statuses: 'status',
  resourceNames: 'resource_name',
  resourceId: 'resource_id',
  eventTypes: 'event_type',
};

/**
 * The choice in the body of a request for a redelivery, with inner names. It refuses unknown fields, because a misspelt
 * condition would send more than was meant. Without any condition, it chooses what failed or was discarded.
 */
export function readRedelivery(body: unknown): {
  choice: Fields;
  isDryRun: boolean;
  sentAs: SentAs;
} {
  // A null is refused like any other wrong value, because leaving it out would choose more.
  const given = fieldsOf(body);
  const problems: ErrorDetail[] = [];
  const refuse = (field: string, code: ErrorDetail['code'], message: string) =>
    problems.push({ field, code, message });
  const unknown = Object.keys(given).filter((name) => !KNOWN.includes(name));
  for (const name of unknown.slice(0, UNKNOWN_MAX)) {
    const meant = nearest(name, KNOWN);
    const hint = meant === null ? `the fields are ${KNOWN.join(', ')}` : `did you mean ${meant}?`;
    refuse(name, 'unknown_field', `is not a field of a redelivery: ${hint}`);
  }
  for (const name of TEXTS) {
    if (given[name] === undefined || typeof given[name] === 'string') continue;
    refuse(name, 'invalid_type', 'must be a text.');
  }
  const type = typeof given.event_type === 'string' ? given.event_type.toLowerCase() : undefined;
  if (type !== undefined && !EVENT_TYPES.some((known) => known === type))
    refuse('event_type', 'invalid_value', `must be one of ${EVENT_TYPES.join(', ')}.`);
  const { resource_id: resourceId } = given;
  if (resourceId !== undefined && !isResourceId(resourceId))
    refuse('resource_id', 'invalid_type', 'must be a text, or a number of at most 15 digits.');
  for (const name of FLAGS) {
    if (given[name] === undefined || typeof given[name] === 'boolean') continue;
    refuse(name, 'invalid_type', 'must be true or false.');
  }
  if (given.lost === true && given.missing === true) {
    refuse('missing', 'contradiction', 'does not go together with lost: leave one of the two out.');
  }
  const time = (name: 'since' | 'until') => {
    if (given[name] === undefined) return undefined;
    const at = momentOf(given[name], name === 'until');
    if (at === null) refuse(name, 'not_a_date', 'must be a time such as 2026-01-31T09:30:00Z.');
    return at ?? undefined;
  };
  const [since, until] = [time('since'), time('until')];
  const { delivery_ids: named } = given;
  if (Array.isArray(named)) {
    const bad = named.findIndex((id) => readId(id) === null);
    if (bad !== -1) refuse(`delivery_ids.${bad}`, 'invalid', 'must be the id of a delivery.');
  }
  if (problems.length > 0) throw invalidInput(problems);

  const isSet = given.lost === true || given.missing === true;
  const { status, resource_name: name, delivery_ids: ids } = given;
  const isChosen = isSet || ids !== undefined || status !== undefined;
  const statuses = isChosen ? status : ['failed', 'discarded'];
  return {
    isDryRun: given.dry_run === true,
    sentAs: { ...SENT_AS, only: given.lost === true ? 'lost' : 'missing' },
    choice: {
      ...(isSet ? { only: given.lost === true ? 'lost' : 'missing' } : {}),
      ...(ids === undefined ? {} : { ids: each(ids, (id) => readId(id) ?? id) }),
      ...(statuses === undefined ? {} : { statuses: each(statuses, statusOf) }),
      ...(name === undefined ? {} : { resourceNames: [nameOf(name)] }),
      ...(type === undefined ? {} : { eventTypes: [type] }),
      ...(resourceId === undefined ? {} : { resourceId: String(resourceId) }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    },
  };
}

const each = (value: unknown, read: (item: unknown) => unknown): unknown =>
  Array.isArray(value) ? value.map(read) : value;

const statusOf = (word: unknown) =>
  typeof word === 'string' ? (entryOf(V2_STATUS_FILTERS, word) ?? word) : word;

const nameOf = (name: unknown) =>
  typeof name === 'string' ? (findBuiltInResource(name)?.name ?? name) : name;

/** A longer number has lost digits by now. */
const isResourceId = (id: unknown) =>
  typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id));
