import { z } from 'zod';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { HOPS_HEADER } from '@/domain/hops';
import { HOPS_MAX } from '@/domain/limits';
import type { PayloadVersion } from '@/domain/payload/version';
import { type DescribedHeader, described } from './described';
import { numberId } from './rest/fields';

/**
 * The requests to a receiver, one shape per payload version. A test checks that rendered payloads have these shapes.
 */
const timestamp = described(
  z.iso.datetime({ precision: 6 }),
  'When the change happened, in UTC, with six fraction digits',
  '2026-02-06T23:34:12.246562Z',
);
const ulid = described(
  z.ulid(),
  'The event, in every payload version',
  '01JKEWXGVPN8Y4ZB6Q3TD7MR5C',
);
const eventType = described(z.enum(EVENT_TYPES), 'The kind of change', 'update');
const resource = described(z.string(), 'The resource that changed', 'Direct Cost Line Items');
const sourceId = (what: string, example: number) =>
  described(
    z.union([z.int(), z.string()]),
    `${what}; a string if it is not a safe integer`,
    example,
  );

const sourceValue = (what: string) => described(z.unknown(), `${what}, or null`, null);
const metadata = z
  .looseObject({
    source_user_id: sourceValue('The user at the source'),
    source_company_id: sourceValue('The company at the source'),
    source_project_id: sourceValue('The project at the source'),
    source_application_id: sourceValue('The application at the source'),
    source_operation_id: sourceValue('The operation at the source'),
  })
  .meta({
    description: "The source's information about itself, with further keys as it published them",
  });

const classic = <V extends 'v2.0' | 'v3.0'>(version: V) => ({
  id: numberId('The event', 5_982_324_300_946_918),
  ulid,
  timestamp,
  metadata,
  user_id: sourceId('The user who made the change, or null', 3001).nullable(),
  company_id: numberId('The company', 1001),
  project_id: numberId('The project', 2001)
    .nullable()
    .meta({ description: 'The project; null for an event of the company' }),
  api_version: described(z.literal(version), 'The payload version', version),
  event_type: eventType,
  resource_name: resource,
  resource_id: sourceId('The id of the item of that resource', 48_213),
});

const related = z
  .object({
    id: sourceId('Which one', 1234),
    name: described(z.string(), 'The resource of that item', 'Direct Costs'),
  })
  .meta({ description: 'An item that is related to the change' });

const textOrEmpty = (what: string, example: string) =>
  described(z.string(), `${what}; empty if there is none`, example);

export const PAYLOAD_SCHEMAS = {
  'v2.0': z
    .object(classic('v2.0'))
    .meta({ id: 'PayloadV2', description: 'An event in payload version v2.0' }),
  'v3.0': z
    .object({
      ...classic('v3.0'),
      related_resources: z
        .array(related)
        .meta({ description: 'The items that are related to the change' }),
    })
    .meta({ id: 'PayloadV3', description: 'v2.0 with the related resources' }),
  'v4.0': z
    .object({
      id: ulid,
      reason: eventType,
      user_id: textOrEmpty('The user who made the change', '3001'),
      timestamp,
      company_id: described(z.string(), 'The company', '1001'),
      project_id: textOrEmpty('The project', '2001'),
      resource_id: described(z.string(), 'The id of the item of that resource', '48213'),
      resource_type: resource,
      payload_version: described(z.literal('v4.0'), 'The payload version', 'v4.0'),
      data: described(z.record(z.string(), z.unknown()), 'The additional data of the source', {
        status: 'approved',
      }).optional(),
    })
    .meta({ id: 'PayloadV4', description: 'Only strings, without numbers and nulls' }),
} as const satisfies Record<PayloadVersion, z.ZodType>;

/** The headers of a delivery, in addition to the hook's own. */
export const DELIVERY_HEADERS = {
  'webhook-id': {
    schema: z.string(),
    means:
      'Identifies the event and the hook. It is the same on every attempt and redelivery, so a known id means a repetition',
    example: '01JKEWXGVPN8Y4ZB6Q3TD7MR5C_31',
  },
  'webhook-timestamp': {
    schema: z.string().regex(/^\d+$/),
    means:
      "The time of this attempt's signature, in seconds since 1970. Refuse a request that is more than a few minutes old",
    example: '1770420852',
  },
  'webhook-signature': {
    schema: z.string(),
    means:
      'v1, and the HMAC-SHA256 of id.timestamp.body in base64 (Standard Webhooks); two of them while a secret is being replaced',
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  },
  'webhook-attempt': {
    schema: z.string().regex(/^[1-9]\d*$/),
    means: 'The number of the attempt, from 1',
    example: '1',
  },
  [HOPS_HEADER]: {
    schema: z.string().regex(/^[1-9]\d*$/),
    means: `The number of deliveries in the chain that led to this event, this one included. Pass it on when you publish in answer, so that a loop ends after ${HOPS_MAX}`,
    example: '1',
  },
  'webhook-test': {
    schema: z.literal('true'),
    means: 'Only on a test delivery',
    example: 'true',
    isOptional: true,
  },
} as const satisfies Record<string, DescribedHeader>;
