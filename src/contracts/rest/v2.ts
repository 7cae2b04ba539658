import { type ZodType, z } from 'zod';
import type { HookSettingName } from '@/domain/hook-settings';
import { HOOK_HEALTHS } from '@/domain/hook-state';
import type { WireName } from '@/domain/keyed';
import { STATISTICS_WINDOWS } from '@/domain/statistics';
import { DAY_SECONDS } from '@/domain/units';
import { described } from '../described';
import { TRIGGERS_BULK_MAX } from '../triggers';
import {
  completedAt,
  count,
  destinationUrl,
  eventPayload,
  eventType,
  eventTypeText,
  headers,
  hookSettings,
  hookStatus,
  moment,
  namespace,
  optionalHookSettings,
  payloadVersion,
  payloadVersionInput,
  publicHeaders,
  resourceName,
  responseBody,
  responseError,
  responseHeaders,
  responseStatus,
  signingSecret,
  startedAt,
  textId,
} from './fields';
import { refusedTrigger } from './v1';

/**
 * The requests and answers of the REST API v2.0, as its documentation describes them. The procedures behind the routes
 * check requests. A test checks that answers have these shapes.
 */
const V2_STATUSES = ['delivered', 'failed', 'discarded', 'enqueued', 'retrying'] as const;

const hookId = textId('The hook', '31');
const triggerId = textId('The trigger', '77');
const deliveryId = textId('The delivery', '5982324300946930');
const eventId = textId('The event', '5982324300946918');

/** Each level names only itself. */
const tenant = {
  company_id: described(
    textId('', '1001').nullable(),
    'The company, if the hook belongs to a company; otherwise null',
    null,
  ),
  project_id: described(
    textId('', '2001').nullable(),
    'The project, if the hook belongs to a project; otherwise null',
    '2001',
  ),
};

type EverySetting = Record<WireName<HookSettingName>, ZodType>;

const hookFields = z.object({
  payload_version: payloadVersionInput,
  namespace,
  destination_url: destinationUrl,
  destination_headers: headers.optional(),
  public_headers: publicHeaders.optional(),
  ...optionalHookSettings,
  status: hookStatus.optional(),
} satisfies EverySetting);
const choice = z.object({ resource_name: resourceName, event_type: eventTypeText });

const trigger = z
  .object({
    id: triggerId,
    webhook_hook_id: hookId,
    resource_name: resourceName,
    event_type: eventType,
    ...tenant,
  })
  .meta({ id: 'Trigger', description: 'One resource and event type that a hook selects' });

const attempt = z
  .object({
    id: described(z.string(), 'The delivery and the number of the attempt', '5982324300946930-1'),
    success: described(z.boolean(), 'Whether the endpoint answered with a 2xx', true),
    response_status: responseStatus,
    response_body: responseBody,
    response_headers: responseHeaders,
    response_error: responseError,
    started_at: startedAt,
    completed_at: completedAt.nullable(),
  })
  .meta({ id: 'Attempt', description: 'One HTTP request of a delivery, with its answer' });

const attemptCounts = z
  .object({
    successes: count('Attempts that were answered with a 2xx', 412),
    failures: count('All others', 3),
  })
  .meta({ description: 'Attempts of the window' });
const milliseconds = (what: string, example: number) => described(z.number(), what, example);
const removed = z.array(triggerId).meta({ description: 'Removed', examples: [['77']] });

export const v2 = {
  createHook: hookFields,
  updateHook: hookFields.partial(),
  createTrigger: choice,
  createTriggers: z.array(choice).max(TRIGGERS_BULK_MAX),
  partlyCreatedTriggers: z.array(z.union([trigger, refusedTrigger])),
  deleteTriggers: z.array(triggerId).max(TRIGGERS_BULK_MAX),
  deletedTriggers: z.object({ succeeded: removed }),
  partlyDeletedTriggers: z.object({
    succeeded: removed,
    failed: z
      .array(triggerId)
      .meta({ description: 'The triggers that did not exist', examples: [['78']] }),
  }),
  rotateSecret: z.object({
    overlap_seconds: described(
      z
        .int()
        .min(0)
        .max(7 * DAY_SECONDS)
        .default(DAY_SECONDS),
      'Seconds for which the replaced secret still signs; 0 ends it at once',
      DAY_SECONDS,
    ).optional(),
  }),
  rotatedSecret: z.object({ secret: signingSecret }),
  discardedQueue: z.object({ discarded: count('The number of deliveries that waited', 214) }),
  dismissedLost: z.object({ dismissed: count('The number of lost events', 300) }),
  sendTest: z.object({
    resource_name: resourceName.optional(),
    event_type: eventTypeText.optional(),
  }),
  sentTest: z.object({ delivery_id: deliveryId, event_id: eventId }),
  hook: z
    .object({
      id: hookId,
      status: hookStatus,
      payload_version: payloadVersion,
      namespace,
      destination_headers: headers,
      public_headers: publicHeaders,
      destination_url: destinationUrl,
      trigger_count: count('The number of its triggers', 2),
      ...tenant,
      hook_type: described(z.literal('classic'), 'Always classic', 'classic'),
      ...hookSettings,
      health: described(z.enum(HOOK_HEALTHS), 'The health of the hook', 'healthy'),
      lost_events: count('How many events it has lost, until they are sent again or dismissed', 0),
      created_at: moment('When it was created'),
      updated_at: moment('When its settings last changed'),
      signing_secret: signingSecret.optional(),
    } satisfies EverySetting & Record<string, ZodType>)
    .meta({ id: 'Hook', description: 'An endpoint for the events of a company or a project' }),
  statistics: z
    .object({
      window: described(z.enum(STATISTICS_WINDOWS), 'The window of the request', '24h'),
      since: moment('Start of the first bucket'),
      until: moment('When this was counted'),
      attempts: attemptCounts,
      deliveries: z
        .object({
          delivered: count('Delivered within the window', 410),
          failed: count('Failed within the window', 0),
          discarded: count('Discarded within the window', 0),
          enqueued: count('Waiting for their first attempt now', 1),
          retrying: count('Waiting for another attempt now', 2),
        })
        .meta({ description: 'By status; test deliveries are left out' }),
      success_rate: described(
        z.number().nullable(),
        'The share of successful attempts, 0 to 1; null without attempts',
        0.99,
      ),
      latency: z
        .object({
          p50_ms: milliseconds('Half of the answers took no longer', 84),
          p95_ms: milliseconds('95 of 100 answers took no longer', 190),
          p99_ms: milliseconds('99 of 100 answers took no longer', 410),
        })
        .nullable()
        .meta({ description: 'Response times; null without any' }),
      buckets: z
        .array(
          attemptCounts.extend({
            start: moment('When the bucket begins'),
            p95_ms: described(z.number().nullable(), '95 of 100 answers took no longer', 190),
          }),
        )
        .meta({ description: 'Without a gap, oldest first; the last one has not ended' }),
    })
    .meta({ id: 'Statistics', description: 'The statistics of a hook' }),
  trigger,
  delivery: z
    .object({
      id: deliveryId,
      event_id: eventId,
      status: described(z.enum(V2_STATUSES), 'The status of the delivery', 'delivered'),
      payload: eventPayload,
      created_at: moment('When the event was matched to the hook'),
      next_attempt_at: described(
        moment('').nullable(),
        'The time of the next attempt, or null',
        null,
      ),
      is_test: described(
        z.boolean(),
        'Whether it is a test delivery, without an event of a resource',
        false,
      ),
      delivery_attempts: z.array(attempt).meta({ description: 'Oldest first' }),
    })
    .meta({ id: 'Delivery', description: 'One event on its way to one hook' }),
  resource: z
    .object({
      category: described(z.string(), 'The group of tools', 'Project Management'),
      tool: described(z.string(), 'The tool', 'RFI'),
      name: resourceName,
      payload_version: payloadVersion,
      actions: z.array(eventType).meta({ description: 'The event types that a hook can select' }),
    })
    .meta({ id: 'Resource', description: 'A resource to subscribe to' }),
  published: z
    .object({
      id: eventId,
      ulid: described(z.string(), 'The id of the event in v4.0', '01JKEWXGVPN8Y4ZB6Q3TD7MR5C'),
      duplicate: described(
        z.boolean(),
        'Whether its idempotency_key was known. Then this is the event that was first published under it',
        false,
      ),
    })
    .meta({ id: 'PublishedEvent', description: 'An event that is stored durably' }),
};

export type V2Delivery = z.infer<typeof v2.delivery>;
export type V2DeliveryStatus = V2Delivery['status'];
