import { boolean, customType, integer, json, jsonb, smallint, text } from 'drizzle-orm/pg-core';
import type { Reason } from '@/domain/delivery-reasons';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { gancho, id, time } from './base';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/**
 * One change of one resource, as published. It never changes afterwards. `recordedAt` is the moment of receipt by the
 * database's clock, and its day is in the id. The json columns keep the source's own text. `hops` is the number of
 * deliveries in the chain that led to it. Only gancho.publish writes it.
 */
export const events = gancho.table('events', {
  id: id().primaryKey(),
  companyId: id('company_id').notNull(),
  projectId: id('project_id'),
  ulid: text().notNull(),
  resourceName: text('resource_name').notNull(),
  resourceLevel: text('resource_level', { enum: ['company', 'project'] }).notNull(),
  resourceId: text('resource_id').notNull(),
  eventType: text('event_type').notNull(),
  userId: text('user_id'),
  occurredAt: time('occurred_at').notNull(),
  recordedAt: time('recorded_at').notNull(),
  // Read as text, because the driver would parse it and lose digits and keys.
  metadata: json(),
  relatedResources: json('related_resources'),
  data: json(),
  apiClientId: id('api_client_id'),
  sizeBytes: integer('size_bytes').notNull().default(500),
  hops: smallint().notNull().default(0),
  isTest: boolean('is_test').notNull().default(false),
});

/**
 * One event on its way to one hook. Queued and retrying deliveries have a row in the queue, the others have
 * `finishedAt`. The fields of the event that a list shows are copied into the row. Only the engine's functions write
 * it.
 *
 * The key is the hook and the id, so it serves a hook's deliveries by time. deliveries_resource serves the search by
 * resource id.
 */
export const deliveries = gancho.table('deliveries', {
  id: id().notNull(),
  companyId: id('company_id').notNull(),
  hookId: id('hook_id').notNull(),
  eventId: id('event_id').notNull(),
  projectId: id('project_id'),
  resourceName: text('resource_name').notNull(),
  resourceId: text('resource_id').notNull(),
  eventType: text('event_type').notNull(),
  status: text({ enum: DELIVERY_STATUSES }).notNull().default('queued'),
  reason: jsonb().$type<Reason>(),
  attempts: integer().notNull().default(0),
  responseStatus: smallint('response_status'),
  createdAt: time('created_at').notNull(),
  firstAttemptAt: time('first_attempt_at'),
  lastAttemptAt: time('last_attempt_at'),
  nextAttemptAt: time('next_attempt_at'),
  finishedAt: time('finished_at'),
  isTest: boolean('is_test').notNull().default(false),
  redeliveredAt: time('redelivered_at'),
});

/**
 * One HTTP request of a delivery. `unknown` means that the process that sent it died before it could report the result.
 * It is the only outcome without `finishedAt`.
 *
 * attempts_telling covers the attempts of a hook's deliveries that did not simply succeed at the first attempt.
 */
export const attempts = gancho.table('attempts', {
  deliveryId: id('delivery_id').notNull(),
  n: integer().notNull(),
  companyId: id('company_id').notNull(),
  hookId: id('hook_id').notNull(),
  outcome: text({ enum: ['success', 'failure', 'gone', 'blocked', 'unknown'] }).notNull(),
  error: jsonb().$type<Reason>(),
  responseStatus: smallint('response_status'),
  startedAt: time('started_at').notNull(),
  finishedAt: time('finished_at'),
  timing: json().$type<Record<string, number>>().notNull().default({}),
  remoteAddress: text('remote_address'),
  requestHeaders: json('request_headers').$type<Record<string, string>>(),
  responseHeaders: json('response_headers').$type<Record<string, string | string[]>>(),
  responseBody: bytea('response_body'),
  isResponseTruncated: boolean('is_response_truncated').notNull().default(false),
});

/**
 * Deliveries discarded while not in flight, mostly without an attempt, and all deliveries that were lost. A row stays
 * after its delivery is sent again. `isLost`: it failed or its retry window ended, and nobody has redelivered or
 * dismissed it since.
 */
export const discards = gancho.table('discards', {
  hookId: id('hook_id').notNull(),
  deliveryId: id('delivery_id').notNull(),
  companyId: id('company_id').notNull(),
  isLost: boolean('is_lost').notNull().default(false),
});

/** Deliveries by hook, day of the event and status. The engine maintains the counts, so exact totals cost nothing. */
export const deliveryCounts = gancho.table('delivery_counts', {
  companyId: id('company_id').notNull(),
  hookId: id('hook_id').notNull(),
  day: integer().notNull(),
  queued: integer().notNull().default(0),
  retrying: integer().notNull().default(0),
  delivered: integer().notNull().default(0),
  failed: integer().notNull().default(0),
  discarded: integer().notNull().default(0),
  lost: integer().notNull().default(0),
});

/**
 * The results of a hook in one hour of UTC (counted from 1970), without test deliveries. Attempts count in the hour of
 * their start, deliveries in the hour of their end. `latency` is a histogram as in domain/latency. Only the engine
 * writes it. Its key serves the range of hours of one hook, and of each hook of a list.
 */
export const hookHours = gancho.table('hook_hours', {
  companyId: id('company_id').notNull(),
  hookId: id('hook_id').notNull(),
  hour: integer().notNull(),
  successes: integer().notNull().default(0),
  failures: integer().notNull().default(0),
  delivered: integer().notNull().default(0),
  failed: integer().notNull().default(0),
  discarded: integer().notNull().default(0),
  latency: integer().array().notNull(),
});
