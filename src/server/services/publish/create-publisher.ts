import type { PublishEventInput, PublishedEvent } from '@/contracts/events';
import type { BuiltInNameOf } from '@/domain/catalogue/built-in-resources';
import type { EventType } from '@/domain/catalogue/resource';
import { invalidField } from '@/domain/errors';
import type { Context } from '../context';
import { publishEvents } from './publish-events';

type Change = Omit<PublishEventInput, 'resource_name' | 'event_type' | 'reason' | 'project_id'> & {
  event_type: EventType;
};

/** A change, as the compiler checks it: events of projects name their own project. `Own`: a company's resources. */
export type SourceEvent<Own extends string = never> =
  | (Change & { resource_name: BuiltInNameOf<'project'>; project_id: number })
  | (Change & { resource_name: BuiltInNameOf<'company'> | Own; project_id?: number | null });

/**
 * Publishes for application code of this deployment. When the promise resolves, all events are durable. If it rejects,
 * none is.
 * @throws ServiceError `invalid_input` naming index and field of every problem
 */
export function createPublisher<Own extends string = never>({
  ctx,
  companyId,
}: {
  ctx: Context;
  companyId: number;
}): (...events: SourceEvent<Own>[]) => Promise<PublishedEvent[]> {
  return async (...given) => {
    const input = { companyId, body: JSON.stringify(given, refuseSilentLoss) };
    return (await publishEvents({ ctx, input })).events;
  };
}

/**
 * Refuses values that JSON does not have, because `JSON.stringify` writes null for them or fails without naming the
 * field.
 */
function refuseSilentLoss(key: string, value: unknown): unknown {
  const isLost = typeof value === 'number' ? !Number.isFinite(value) : typeof value === 'bigint';
  if (!isLost) return value;
  throw invalidField(key, 'number_not_finite', `${value} is not a number of JSON: send a text.`);
}
