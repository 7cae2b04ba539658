import { z } from 'zod';
import { type PublishEventInput, type PublishedEvent, publishRequest } from '@/contracts/events';
import type { BuiltInNameOf } from '@/domain/catalogue/built-in-resources';
import type { EventType } from '@/domain/catalogue/resource';
import { invalidInput } from '@/domain/errors';
import type { Context } from '../context';
import { problemsOf } from '../input-problems';
import { publishEvents } from './publish-events';

type Change = Omit<PublishEventInput, 'resource_name' | 'event_type' | 'reason' | 'project_id'> & {
  event_type: EventType;
};

/** A change, as the compiler judges it: what belongs to projects names its own. `Own`: a company's resources. */
export type SourceEvent<Own extends string = never> =
  | (Change & { resource_name: BuiltInNameOf<'project'>; project_id: number })
  | (Change & { resource_name: BuiltInNameOf<'company'> | Own; project_id?: number | null });

const request = z.object({ events: publishRequest });

/**
 * Publishes for application code of this deployment. When the promise resolves the events are durable,
 * all of them or, if it rejects, none.
 * @throws ServiceError `invalid_input` naming index and field of everything that is wrong
 */
export function createPublisher<Own extends string = never>({
  ctx,
  companyId,
}: {
  ctx: Context;
  companyId: number;
}): (...events: SourceEvent<Own>[]) => Promise<PublishedEvent[]> {
  return async (...given) => {
    const parsed = request.safeParse({ events: given });
    if (!parsed.success) throw invalidInput(problemsOf(parsed.error));
    const input = { companyId, events: parsed.data.events };
    return (await publishEvents({ ctx, input })).events;
  };
}
