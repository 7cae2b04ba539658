import { type ZodType, z } from 'zod';
import type { EVENT_TYPES } from '@/domain/catalogue/resource';
import type { HookSettingName } from '@/domain/hook-settings';
import type { WireName } from '@/domain/keyed';
import { PAYLOAD_VERSIONS } from '@/domain/payload/version';
import { described } from '../described';
import { TRIGGERS_BULK_MAX } from '../triggers';
import {
  completedAt,
  destinationUrl,
  eventPayload,
  eventType,
  eventTypeText,
  headers,
  hookSettings,
  hookStatus,
  namespace,
  numberId,
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
} from './fields';

/**
 * The requests and answers of the REST API v1.0, as its documentation describes them. The procedures behind the routes
 * check requests. A test checks that answers have these shapes.
 */
export const V1_OUTCOMES = ['ok', 'retried', 'failed', 'discarded'] as const;
export type V1Outcome = (typeof V1_OUTCOMES)[number];

const companyId = numberId('The company', 1001);
const projectId = numberId('The project', 2001);
const projectOrNone = projectId
  .nullable()
  .meta({ description: "The project; null for the company's own" });
const hookId = numberId('The hook', 31);
const triggerId = numberId('The trigger', 77);

const tenant = {
  company_id: companyId.optional(),
  project_id: projectId.optional(),
  api_version: payloadVersionInput.optional(),
};
const { api_version: _, ...tenantAlone } = tenant;

type EverySetting = Record<
  Exclude<WireName<HookSettingName>, 'payload_version'> | 'api_version',
  ZodType
>;

const hookFields = z.object({
  api_version: payloadVersionInput,
  destination_url: destinationUrl,
  namespace: namespace.optional(),
  destination_headers: headers.optional(),
  public_headers: publicHeaders.optional(),
  status: hookStatus.optional(),
  ...optionalHookSettings,
} satisfies EverySetting);
const newHook = hookFields.meta({ description: 'The hook to create' });
const hookChanges = hookFields.partial().meta({ description: 'A missing field keeps its value' });
const choice = z
  .object({ resource_name: resourceName, event_type: eventTypeText })
  .meta({ description: 'The trigger to add' });

const trigger = z
  .object({
    id: triggerId,
    webhook_hook_id: hookId,
    resource_name: resourceName,
    resource_id: described(z.null(), 'Always null', null),
    event_type: described(z.enum(['CREATE', 'UPDATE', 'DELETE']), 'The kind of change', 'UPDATE'),
    company_id: companyId,
    project_id: projectOrNone,
    user_id: described(z.null(), 'Always null', null),
  })
  .meta({ id: 'TriggerV1', description: 'One resource and event type that a hook selects' });

/** The shape in which both APIs explain why an item of a batch was refused. */
export const refusedTrigger = z
  .object({
    code: described(z.string(), 'The status that the item alone would have had', '400'),
    message: described(z.string(), 'The name of that status', 'Bad Request'),
    trigger: z
      .object({ resource_name: resourceName, event_type: eventTypeText })
      .meta({ description: 'The item as it was sent' }),
    errors: described(z.record(z.string(), z.string()), 'The remedies, by field', {
      resource_name: 'is not a resource of this place.',
    }),
  })
  .meta({ id: 'RefusedTrigger', description: 'An item of a batch that was refused' });

const missingTrigger = z
  .object({
    code: described(z.literal('404'), 'There is no such trigger', '404'),
    message: described(z.string(), 'The name of that status', 'Not Found'),
    trigger: triggerId,
  })
  .meta({ description: 'An id that the hook does not have' });

const named = { id: companyId, name: described(z.string(), 'Its name', 'Acme Builders') };
const eventOrNil = (type: (typeof EVENT_TYPES)[number]) =>
  described(z.enum([type, 'nil']), `${type} if that event can be selected, otherwise nil`, type);

const added = z
  .array(trigger)
  .meta({ description: 'The triggers of the request that the hook has now, in order' });
const removed = z.array(triggerId).meta({ description: 'Removed', examples: [[77]] });

export const v1 = {
  createHook: z.object({ ...tenantAlone, hook: newHook }),
  updateHook: z.object({ ...tenantAlone, hook: hookChanges }),
  createTrigger: z.object({ ...tenant, trigger: choice }),
  createTriggers: z.object({
    ...tenant,
    triggers: z.array(choice).max(TRIGGERS_BULK_MAX).meta({ description: 'The triggers to add' }),
  }),
  createdTriggers: z.object({ success: added }),
  partlyCreatedTriggers: z.object({
    success: added,
    failed: z.array(refusedTrigger).meta({ description: 'Refused, with the reason' }),
  }),
  deleteTriggers: z.object({
    ...tenantAlone,
    triggers: z.array(triggerId).max(TRIGGERS_BULK_MAX).meta({ description: 'Ids of triggers' }),
  }),
  deletedTriggers: z.object({ success: removed }),
  partlyDeletedTriggers: z.object({
    success: removed,
    failed: z.array(missingTrigger).meta({ description: 'The triggers that did not exist' }),
  }),
  hook: z
    .object({
      id: hookId,
      api_version: payloadVersion,
      destination_headers: headers,
      public_headers: publicHeaders,
      destination_url: destinationUrl,
      owned_by_company_id: companyId,
      owned_by_project_id: projectOrNone,
      owned_by_user_id: numberId('The user who created it', 3001)
        .nullable()
        .meta({ description: 'The user who created it; null for an API client' }),
      namespace,
      name: hookSettings.name,
      status: hookStatus,
      signing_secret: signingSecret.optional(),
    })
    .meta({ id: 'HookV1', description: 'An endpoint for the events of a company or a project' }),
  trigger,
  delivery: z
    .object({
      id: numberId('The id of the delivery, which its attempts share', 5_982_324_300_946_930),
      event_id: numberId('The event', 5_982_324_300_946_918),
      event: eventPayload,
      outcome: described(z.enum(V1_OUTCOMES), 'The outcome of this attempt', 'ok'),
      response_status: responseStatus,
      response_headers: responseHeaders,
      response_body: responseBody,
      response_error: responseError,
      started_at: startedAt.nullable(),
      completed_at: completedAt.nullable(),
    })
    .meta({ id: 'DeliveryV1', description: 'One attempt at a delivery' }),
  apiVersions: z.array(z.enum(PAYLOAD_VERSIONS)).meta({ examples: [[...PAYLOAD_VERSIONS]] }),
  me: z.object({
    id: numberId('The API client', 9),
    login: described(z.string(), 'Its client_id', 'gancho_2b7f'),
    name: described(z.string(), 'Its name', 'Schedule sync'),
  }),
  company: z.object({ ...named, is_active: described(z.boolean(), 'Always true', true) }),
  project: z.object({
    id: projectId,
    name: described(z.string(), 'Its name', 'River Tower'),
    active: described(z.boolean(), 'Always true', true),
    company: z.object(named).meta({ description: 'The company that it belongs to' }),
  }),
  resource: z
    .object({
      name: resourceName,
      api_version: described(z.string(), 'The payload version of the request', 'v2.0'),
      product_category: described(z.string(), 'The group of tools', 'Project Management'),
      tools: described(z.string(), 'The tool', 'RFI'),
      except: z.array(eventType).meta({ description: 'Events that it does not have' }),
      create: eventOrNil('create'),
      update: eventOrNil('update'),
      delete: eventOrNil('delete'),
    })
    .meta({ id: 'ResourceV1', description: 'A resource to subscribe to' }),
};

export type V1Delivery = z.infer<typeof v1.delivery>;
