import { z } from 'zod';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { HOOK_LIMITS } from '@/domain/hook-settings';
import { PAYLOAD_VERSIONS } from '@/domain/payload/version';
import { DELIVERY_MODES, HOOK_STATUSES } from '../hooks';
import { said } from '../said';

/** Ids are numbers in v1.0 and digits in v2.0. */
export const numberId = (what: string, example: number) =>
  z
    .int()
    .positive()
    .meta({ description: what, examples: [example], format: 'int64' });
export const textId = (what: string, example: string) =>
  said(z.string().regex(/^[1-9]\d{0,15}$/), what, example);

export const count = (what: string, example: number) => said(z.int().min(0), what, example);
export const moment = (what: string) =>
  said(z.iso.datetime(), `${what}, in UTC`, '2026-02-06T23:34:12.246Z');

export const headers = said(
  z.record(z.string(), z.string()),
  'Headers of the hook, sent with every delivery. Their values read back masked, but for those of public_headers; a masked value that is sent back leaves the stored one as it was. When the URL goes to another origin, values that somebody else has set must be sent again.',
  { Authorization: 'Bearer 4f1c9e', 'X-Source': 'schedule' },
);
export const publicHeaders = said(
  z.array(z.string()),
  'Names of the headers whose values are not secret and are shown. A request without this field keeps the present choice. To show a value that another client or person set, send the value again.',
  ['X-Source'],
);
export const responseHeaders = said(
  z.record(z.string(), z.unknown()),
  'What the endpoint answered in its headers; empty without an answer',
  { 'content-type': 'text/plain' },
);
export const responseBody = said(
  z.string(),
  'The start of what the endpoint answered; empty without an answer',
  'ok',
);
export const responseStatus = said(
  z.int().nullable(),
  'The HTTP status of the answer; null without an answer',
  200,
);
export const responseError = said(
  z.string().nullable(),
  'Why there was no answer, or why it did not count, as a stable code; null for a success',
  null,
);
export const startedAt = moment('When the request was sent');
export const completedAt = moment('When the attempt ended; null while it has not');
export const eventPayload = said(
  z.record(z.string(), z.unknown()),
  'The event as it is sent, in the payload version of the hook',
  { id: '01JKEWXGVPN8Y4ZB6Q3TD7MR5C', reason: 'update', resource_type: 'RFIs' },
);

export const resourceName = said(
  z.string(),
  'A resource of the catalogue, or one of the company',
  'RFIs',
);
export const eventTypeText = said(z.string(), 'create, update or delete', 'update');
export const eventType = said(z.enum(EVENT_TYPES), 'What happened to the resource', 'update');
export const namespace = said(
  z.string(),
  'Keeps the hooks of one integration apart from those of others: a-z, 0-9, dash, dot, underscore',
  'my-integration',
);
export const destinationUrl = said(
  z.string(),
  'Where events are posted to',
  'https://example.com/hooks',
).meta({ format: 'uri' });
export const payloadVersionInput = said(
  z.string(),
  'The form of what is sent: v2.0, v3.0 or v4.0; short spellings are taken',
  'v4.0',
);
export const payloadVersion = said(z.enum(PAYLOAD_VERSIONS), 'The form of what is sent', 'v4.0');
export const hookStatus = said(
  z.enum(HOOK_STATUSES),
  'The events of a disabled hook wait until it is enabled',
  'active',
);
export const signingSecret = said(
  z.string(),
  'Signs what is sent (Standard Webhooks). Shown this once and never again',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
);

const { timeoutSeconds, maxInFlight, maxPerSecond, retryWindowSeconds } = HOOK_LIMITS;
const within = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max);

export const hookSettings = {
  name: said(z.string(), 'What people call the hook; its host if not given', 'Schedule sync'),
  delivery_mode: said(
    z.enum(DELIVERY_MODES),
    'parallel: a failing delivery holds up no other. in_order: one at a time, in the order of the events',
    'parallel',
  ),
  timeout_seconds: said(within(timeoutSeconds), 'How long the endpoint may take to answer', 5),
  max_in_flight: said(within(maxInFlight), 'Requests under way at a time', 10),
  max_per_second: said(
    z.number().min(maxPerSecond.min).max(maxPerSecond.max).nullable(),
    'Requests a second at most; null for no limit',
    null,
  ),
  retry_window_seconds: said(
    within(retryWindowSeconds),
    'How long a delivery is tried before it is discarded',
    43_200,
  ),
  all_projects: said(
    z.boolean(),
    'For a hook of a company: the events of all its projects as well',
    false,
  ),
};

/** In a request all of them may be left out. */
export const optionalHookSettings = z.object(hookSettings).partial().shape;
