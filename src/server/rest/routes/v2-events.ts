import { z } from 'zod';
import { PUBLISH_EVENTS_MAX, PUBLISH_HOPS, publishEvent } from '@/contracts/events';
import { v2 } from '@/contracts/rest/v2';
import { v2Published } from '@/contracts/wire/event';
import { invalidField } from '@/domain/errors';
import { HOPS_HEADER, readHops } from '@/domain/hops';
import { json, type RestRequest } from '../http';
import { pathId } from '../reading';
import type { ApiRoute } from '../route';

export const v2EventRoutes: readonly ApiRoute[] = [
  {
    api: 'v2',
    method: 'POST',
    path: '/rest/v2.0/companies/{company_id}/events',
    procedure: 'events.publish',
    scope: 'events:write',
    summary: 'Publish one event, or an array of up to 1,000: all of them or none',
    headers: { [HOPS_HEADER]: PUBLISH_HOPS },
    body: z.union([publishEvent, z.array(publishEvent).max(PUBLISH_EVENTS_MAX)]),
    readsText: true,
    success: {
      status: 202,
      schema: v2.published.array(),
      description: 'Stored durably, in the order of the request',
    },
    async run({ caller, params, text, request }) {
      const { events } = await caller.events.publish({
        companyId: pathId(params, 'company_id', 'The company'),
        body: text,
        hops: hopsOf(request),
      });
      return json(202, { data: events.map(v2Published) });
    },
  },
];

/** @throws ServiceError `invalid_input` */
function hopsOf({ headers }: RestRequest): number {
  const hops = readHops(headers[HOPS_HEADER]);
  if (hops !== null) return hops;
  const message =
    'must be a whole number from 0: pass on what the delivery said, or leave the header out.';
  throw invalidField(HOPS_HEADER, 'invalid', message);
}
