import { z } from 'zod';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { HOOK_HEALTHS } from '@/domain/health';
import { PAYLOAD_VERSIONS } from '@/domain/payload/version';
import { STATISTICS_WINDOWS } from '@/domain/statistics';
import { DELIVERY_MODES, HOOK_STATUSES } from './hooks';
import { TRIGGERS_BULK_MAX } from './triggers';

/**
 * What the REST API reads and writes, as its documentation says it. Requests are judged by the
 * procedures behind the routes; that answers keep these shapes is tested.
 */
const headers = z.record(z.string(), z.string());
const integer = z.int();
const dateTime = z.iso.datetime();
const eventType = z.enum(EVENT_TYPES);

export const V1_OUTCOMES = ['ok', 'retried', 'failed', 'discarded'] as const;
export type V1Outcome = (typeof V1_OUTCOMES)[number];
const V2_STATUSES = ['delivered', 'failed', 'discarded', 'enqueued', 'retrying'] as const;

const ownSettings = {
  name: z.string().optional(),
  delivery_mode: z.enum(DELIVERY_MODES).optional(),
  timeout_seconds: integer.min(1).max(30).optional(),
  max_in_flight: integer.min(1).max(200).optional(),
  max_per_second: z.number().positive().max(1000).nullable().optional(),
  retry_window_seconds: integer.min(60).max(604_800).optional(),
  all_projects: z.boolean().optional(),
};

const v1Place = { company_id: integer.optional(), project_id: integer.optional() };
const v1HookFields = z.object({
  api_version: z.string(),
  destination_url: z.string(),
  namespace: z.string().optional(),
  destination_headers: headers.optional(),
  status: z.enum(HOOK_STATUSES).optional(),
  ...ownSettings,
});
const choice = z.object({ resource_name: z.string(), event_type: z.string() });

export const v1 = {
  createHook: z.object({ ...v1Place, hook: v1HookFields.omit({ status: true }) }),
  updateHook: z.object({ ...v1Place, hook: v1HookFields.partial() }),
  createTrigger: z.object({ ...v1Place, api_version: z.string().optional(), trigger: choice }),
  createTriggers: z.object({
    ...v1Place,
    api_version: z.string().optional(),
    triggers: z.array(choice).max(TRIGGERS_BULK_MAX),
  }),
  deleteTriggers: z.object({ ...v1Place, triggers: z.array(integer).max(TRIGGERS_BULK_MAX) }),
  hook: z.object({
    id: integer,
    api_version: z.enum(PAYLOAD_VERSIONS),
    destination_headers: headers,
    destination_url: z.string(),
    owned_by_company_id: integer,
    owned_by_project_id: integer.nullable(),
    owned_by_user_id: integer.nullable(),
    namespace: z.string(),
    name: z.string(),
    status: z.enum(HOOK_STATUSES),
    signing_secret: z.string().optional(),
  }),
  trigger: z.object({
    id: integer,
    webhook_hook_id: integer,
    resource_name: z.string(),
    resource_id: z.null(),
    event_type: z.enum(['CREATE', 'UPDATE', 'DELETE']),
    company_id: integer,
    project_id: integer.nullable(),
    user_id: z.null(),
  }),
  delivery: z.object({
    id: integer,
    event_id: integer,
    event: z.record(z.string(), z.unknown()),
    outcome: z.enum(V1_OUTCOMES),
    response_status: integer.nullable(),
    response_headers: z.record(z.string(), z.unknown()),
    response_body: z.string(),
    response_error: z.string().nullable(),
    started_at: dateTime.nullable(),
    completed_at: dateTime.nullable(),
  }),
  apiVersions: z.array(z.enum(PAYLOAD_VERSIONS)),
  me: z.object({ id: integer, login: z.string(), name: z.string() }),
  company: z.object({ id: integer, name: z.string(), is_active: z.boolean() }),
  project: z.object({
    id: integer,
    name: z.string(),
    active: z.boolean(),
    company: z.object({ id: integer, name: z.string() }),
  }),
  resource: z.object({
    name: z.string(),
    api_version: z.string(),
    product_category: z.string(),
    tools: z.string(),
    except: z.array(eventType),
    create: z.string(),
    update: z.string(),
    delete: z.string(),
  }),
};

const v2HookFields = z.object({
  payload_version: z.string(),
  namespace: z.string(),
  destination_url: z.string(),
  destination_headers: headers.optional(),
  ...ownSettings,
});
const attemptCounts = z.object({ successes: integer, failures: integer });
const v2Place = { company_id: z.string().nullable(), project_id: z.string().nullable() };

export const v2 = {
  createHook: v2HookFields,
  updateHook: v2HookFields.partial().extend({ status: z.enum(HOOK_STATUSES).optional() }),
  createTrigger: choice,
  createTriggers: z.array(choice).max(TRIGGERS_BULK_MAX),
  deleteTriggers: z.array(z.string()).max(TRIGGERS_BULK_MAX),
  rotateSecret: z.object({
    overlap_seconds: integer.min(0).max(604_800).default(86_400).optional(),
  }),
  rotatedSecret: z.object({ secret: z.string() }),
  discardedQueue: z.object({ discarded: integer }),
  sendTest: z.object({ resource_name: z.string().optional(), event_type: z.string().optional() }),
  sentTest: z.object({ delivery_id: z.string(), event_id: z.string() }),
  hook: z.object({
    id: z.string(),
    status: z.enum(HOOK_STATUSES),
    payload_version: z.enum(PAYLOAD_VERSIONS),
    namespace: z.string(),
    destination_headers: headers,
    destination_url: z.string(),
    trigger_count: integer,
    ...v2Place,
    hook_type: z.literal('classic'),
    name: z.string(),
    delivery_mode: z.enum(DELIVERY_MODES),
    timeout_seconds: integer,
    max_in_flight: integer,
    max_per_second: z.number().nullable(),
    retry_window_seconds: integer,
    all_projects: z.boolean(),
    health: z.enum(HOOK_HEALTHS),
    created_at: dateTime,
    updated_at: dateTime,
    signing_secret: z.string().optional(),
  }),
  statistics: z.object({
    window: z.enum(STATISTICS_WINDOWS),
    since: dateTime,
    until: dateTime,
    attempts: attemptCounts,
    deliveries: z.object({
      delivered: integer,
      failed: integer,
      discarded: integer,
      enqueued: integer,
      retrying: integer,
    }),
    success_rate: z.number().nullable(),
    latency: z.object({ p50_ms: z.number(), p95_ms: z.number(), p99_ms: z.number() }).nullable(),
    buckets: z.array(attemptCounts.extend({ start: dateTime, p95_ms: z.number().nullable() })),
  }),
  trigger: z.object({
    id: z.string(),
    webhook_hook_id: z.string(),
    resource_name: z.string(),
    event_type: eventType,
    ...v2Place,
  }),
  delivery: z.object({
    id: z.string(),
    event_id: z.string(),
    status: z.enum(V2_STATUSES),
    payload: z.record(z.string(), z.unknown()),
    created_at: dateTime,
    next_attempt_at: dateTime.nullable(),
    is_test: z.boolean(),
    delivery_attempts: z.array(
      z.object({
        id: z.string(),
        success: z.boolean(),
        response_status: integer.nullable(),
        response_body: z.string(),
        response_headers: z.record(z.string(), z.unknown()),
        response_error: z.string().nullable(),
        started_at: dateTime,
        completed_at: dateTime.nullable(),
      }),
    ),
  }),
  resource: z.object({
    category: z.string(),
    tool: z.string(),
    name: z.string(),
    payload_version: z.enum(PAYLOAD_VERSIONS),
    actions: z.array(eventType),
  }),
  published: z.object({ id: z.string(), ulid: z.string(), duplicate: z.boolean() }),
};

export const oauth = {
  tokenRequest: z.object({
    grant_type: z.literal('client_credentials'),
    client_id: z.string(),
    client_secret: z.string(),
    scope: z.string().optional(),
  }),
  token: z.object({
    access_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: integer,
    created_at: integer,
    scope: z.string(),
  }),
  tokenInfo: z.object({
    resource_owner_id: z.null(),
    company_id: integer,
    scopes: z.array(z.string()),
    expires_in_seconds: integer,
    application: z.object({ uid: z.string() }),
    created_at: integer,
  }),
  revokeRequest: z.object({ token: z.string() }),
};

export type V1Delivery = z.infer<typeof v1.delivery>;
