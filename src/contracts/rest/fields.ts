import { z } from 'zod';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { HOOK_SETTINGS } from '@/domain/hook-settings';
import { wired } from '@/domain/keyed';
import { PAYLOAD_VERSIONS } from '@/domain/payload/version';
import { described } from '../described';
import { simpleSettings } from '../hook-settings';

/** Ids are numbers in v1.0 and digits in v2.0. */
export const numberId = (what: string, example: number) =>
  z
    .int()
    .positive()
    .meta({ description: what, examples: [example], format: 'int64' });
export const textId = (what: string, example: string) =>
  described(z.string().regex(/^[1-9]\d{0,15}$/), what, example);

export const count = (what: string, example: number) => described(z.int().min(0), what, example);
export const moment = (what: string) =>
  described(z.iso.datetime(), `${what}, in UTC`, '2026-02-06T23:34:12.246Z');

export const headers = described(
  z.record(z.string(), z.string()),
  HOOK_SETTINGS.destinationHeaders.means,
  HOOK_SETTINGS.destinationHeaders.example,
);
export const publicHeaders = described(
  z.array(z.string()),
  HOOK_SETTINGS.publicHeaders.means,
  HOOK_SETTINGS.publicHeaders.example,
);
export const responseHeaders = described(
  z.record(z.string(), z.unknown()),
  "The headers of the endpoint's answer; empty without an answer",
  { 'content-type': 'text/plain' },
);
export const responseBody = described(
  z.string(),
  "The beginning of the body of the endpoint's answer; empty without an answer",
  'ok',
);
export const responseStatus = described(
  z.int().nullable(),
  'The HTTP status of the answer; null without an answer',
  200,
);
export const responseError = described(
  z.string().nullable(),
  "The stable code of a failed attempt's reason; null for a success",
  null,
);
export const startedAt = moment('When the request was sent');
export const completedAt = moment('When the attempt ended; null while it runs');
export const eventPayload = described(
  z.record(z.string(), z.unknown()),
  'The event as it is sent, in the payload version of the hook',
  { id: '01JKEWXGVPN8Y4ZB6Q3TD7MR5C', reason: 'update', resource_type: 'RFIs' },
);

export const resourceName = described(
  z.string(),
  'A resource of the catalogue, or one of the company',
  'RFIs',
);
export const eventTypeText = described(z.string(), 'create, update or delete', 'update');
export const eventType = described(z.enum(EVENT_TYPES), 'The kind of change', 'update');
export const namespace = described(
  z.string(),
  HOOK_SETTINGS.namespace.means,
  HOOK_SETTINGS.namespace.example,
);
export const destinationUrl = described(
  z.string(),
  HOOK_SETTINGS.destinationUrl.means,
  HOOK_SETTINGS.destinationUrl.example,
).meta({ format: 'uri' });
export const payloadVersionInput = described(
  z.string(),
  'The version of the payload: v2.0, v3.0 or v4.0. Short spellings are accepted',
  'v4.0',
);
export const payloadVersion = described(
  z.enum(PAYLOAD_VERSIONS),
  HOOK_SETTINGS.payloadVersion.means,
  HOOK_SETTINGS.payloadVersion.example,
);
export const signingSecret = described(
  z.string(),
  'The secret that signs the requests (Standard Webhooks). It is shown only here',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
);

const { status, ...others } = simpleSettings;
export const hookStatus = status;
export const hookSettings = {
  name: described(z.string(), HOOK_SETTINGS.name.means, HOOK_SETTINGS.name.example),
  ...wired(others),
};

/** In a request all fields are optional. */
export const optionalHookSettings = z.object(hookSettings).partial().shape;
