import { z } from 'zod';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { FINISHED_STATUSES, REDELIVERY_STATES } from '@/domain/redelivery';
import { described } from '../described';
import { count, eventType, eventTypeText, moment, resourceName, textId } from './fields';

/** The requests and answers about redeliveries, in the REST API v2.0. */
const redeliveryId = textId('The redelivery', '12');

const START = {
  status: described(
    z.array(z.enum(FINISHED_STATUSES)),
    'Only deliveries with one of these; failed and discarded if not given',
    ['failed', 'discarded'],
  ),
  resource_name: resourceName,
  resource_id: described(z.string(), 'Only this one of the resource', '4711'),
  event_type: eventTypeText,
  since: described(z.string(), 'Only events received from this time on', '2026-02-06T20:00:00Z'),
  until: described(z.string(), 'Only events received before this time', '2026-02-06T23:00:00Z'),
  delivery_ids: described(z.array(textId('', '5982324300946930')), 'Only these deliveries', [
    '5982324300946930',
  ]),
  lost: described(
    z.boolean(),
    'The lost events: failed for good or discarded at the end of a retry window, and not dismissed',
    true,
  ),
  missing: described(
    z.boolean(),
    'Also the events that the hook should have got and never did, because it or its trigger is newer',
    true,
  ),
  dry_run: described(z.boolean(), 'Only count, and show the first few', true),
};

export const v2Redeliveries = {
  start: z
    .object(START)
    .partial()
    .meta({ examples: [{ lost: true }] }),
  preview: z
    .object({
      matched: count('How many deliveries would be sent', 300),
      sample: z
        .array(
          z.object({
            delivery_id: described(
              z.string().nullable(),
              'The delivery; null for an event that the hook never got',
              '5982324300946930',
            ),
            event_id: textId('The event', '5982324300946918'),
            webhook_hook_id: textId('The hook', '31'),
            resource_name: resourceName,
            resource_id: described(z.string(), 'The item', '4711'),
            event_type: eventType,
            status: described(
              z.enum(DELIVERY_STATUSES).nullable(),
              'The status of the delivery',
              'discarded',
            ),
            created_at: moment('When the event was received'),
          }),
        )
        .meta({ description: 'The first few; empty without the scope deliveries:read' }),
    })
    .meta({ id: 'RedeliveryPreview', description: 'The deliveries that a redelivery would send' }),
  redelivery: z
    .object({
      id: redeliveryId,
      webhook_hook_id: described(
        textId('', '31').nullable(),
        'The hook; null: every hook of the project or company',
        '31',
      ),
      state: described(z.enum(REDELIVERY_STATES), 'The state of the redelivery', 'running'),
      matched: count('How many deliveries it began with', 300),
      sent: count('How many it has queued so far', 120),
      delivered: count('How many of these have arrived', 118),
      failed: count('How many of these failed for good', 0),
      open: count('How many of these wait or are on their way', 2),
      created_by: described(
        z.string().nullable(),
        'The person or client that began it; null for the operator',
        'ERP integration',
      ),
      created_at: moment('When it began'),
      ended_at: described(moment('').nullable(), 'When the last delivery had ended, or null', null),
    })
    .meta({ id: 'Redelivery', description: 'A job that sends many deliveries again' }),
};
