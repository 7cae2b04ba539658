import { z } from 'zod';
import { EVENT_TYPES } from '@/domain/catalogue/resource';

export const PUBLISH_EVENTS_MAX = 1000;

/** Postgres text can't hold NUL. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\0'), 'must not contain a NUL character');

/** Ids come as a number or a string and are kept as text; one that is no safe integer stays a string. */
const foreignId = z.union([z.number().int(), text(200).min(1)]).transform(String);

const placeId = z.union([
  z.number().int().positive(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

const eventType = z.enum(EVENT_TYPES, { error: `must be one of ${EVENT_TYPES.join(', ')}` });

export const publishEvent = z
  .object({
    resource_name: text(100).min(1).describe('A resource of the catalogue, or one of the company.'),
    resource_id: foreignId,
    event_type: eventType.optional(),
    reason: eventType.optional().describe('Another name of event_type.'),
    project_id: placeId.nullish(),
    user_id: foreignId.nullish().describe('Who made the change.'),
    timestamp: z.iso
      .datetime({ offset: true, error: 'must be an ISO 8601 date and time with a zone' })
      .nullish()
      .describe('When it happened; now if not given.'),
    metadata: z.record(z.string(), z.unknown()).nullish(),
    related_resources: z
      .array(z.object({ id: foreignId, name: text(100).min(1) }))
      .max(100)
      .nullish(),
    data: z.record(z.string(), z.unknown()).nullish().describe('Sent with payload version v4.0.'),
    idempotency_key: text(255)
      .min(1)
      .nullish()
      .describe('Publishing it again answers the first event.'),
  })
  .refine((event) => event.event_type !== undefined || event.reason !== undefined, {
    path: ['event_type'],
    error: `must be one of ${EVENT_TYPES.join(', ')}`,
  });

/** One event or up to 1,000. */
export const publishRequest = z.preprocess(
  (body) => (Array.isArray(body) ? body : [body]),
  z.array(publishEvent).min(1).max(PUBLISH_EVENTS_MAX),
);

export type PublishEvent = z.infer<typeof publishEvent>;
export type PublishedEvent = { id: number; ulid: string; duplicate: boolean };
