import type { Delivery } from '@/contracts/deliveries';
import { v1 } from '@/contracts/rest';
import { invalidField } from '@/domain/errors';
import { PAYLOAD_VERSIONS, parsePayloadVersion } from '@/domain/payload/version';
import { encodeCursor } from '@/server/services/deliveries';
import { json } from '../http';
import { filterValues, pathId, positiveInteger } from '../reading';
import type { ApiRoute } from '../route';
import { v1HookAddress, v1Place } from '../v1-place';
import { v1Deliveries, v1Resource } from '../v1-shapes';
import { V1_PLACE_QUERY } from './v1-hooks';

type Status = Delivery['status'];

/** What is queued has not been attempted, so there is nothing of it to show here. */
const STATUSES: Readonly<Record<string, Status[]>> = {
  any: ['retrying', 'delivered', 'failed', 'discarded'],
  successful: ['delivered'],
  failing: ['retrying', 'failed'],
  discarded: ['discarded'],
};
const PAGE_SIZE_MAX = 100;

export const v1HistoryRoutes: readonly ApiRoute[] = [
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/webhooks/hooks/{hook_id}/deliveries',
    procedure: 'deliveries.list',
    scope: 'deliveries:read',
    summary: 'List delivery attempts, newest delivery first; the attempts of one share its id',
    query: {
      ...V1_PLACE_QUERY,
      page_size: 'Deliveries a page: 100 if not given, and at most',
      page_start: 'The last id of the previous page',
      'filters[status]': 'any, successful, failing or discarded',
    },
    success: { status: 200, schema: v1.delivery.array(), description: 'Attempts' },
    async run(call) {
      const { query } = call;
      const [filter = query.get('status') || 'any'] = filterValues(query, 'status');
      const statuses = STATUSES[filter];
      if (statuses === undefined) {
        const message = `must be one of ${Object.keys(STATUSES).join(', ')}.`;
        throw invalidField('filters[status]', 'invalid', message);
      }
      const start = positiveInteger(query, 'page_start', 0);
      const list = await call.caller.deliveries.list({
        ...(await v1HookAddress(call, pathId(call.params, 'hook_id', 'The hook'))),
        statuses,
        limit: Math.min(positiveInteger(query, 'page_size', PAGE_SIZE_MAX), PAGE_SIZE_MAX),
        cursor: start === 0 ? null : encodeCursor(start),
        withAttempts: true,
      });
      return json(
        200,
        list.items.flatMap((delivery): unknown[] => v1Deliveries(delivery)),
      );
    },
  },
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/webhooks/resources',
    procedure: 'resources.list',
    scope: 'hooks:read',
    summary: 'List what can be subscribed to',
    query: { ...V1_PLACE_QUERY, api_version: 'The payload version, v2.0 if not given' },
    success: { status: 200, schema: v1.resource.array(), description: 'Resources' },
    async run(call) {
      const place = v1Place(call);
      const version = parsePayloadVersion(call.query.get('api_version') || 'v2.0');
      if (version === null) {
        throw invalidField(
          'api_version',
          'invalid',
          `must be one of ${PAYLOAD_VERSIONS.join(', ')}.`,
        );
      }
      const { items } = await call.caller.resources.list(place);
      const level = place.projectId === null ? 'company' : 'project';
      const ofLevel = items.filter((resource) => resource.level === level);
      return json(
        200,
        ofLevel.map((resource) => v1Resource(resource, version)),
      );
    },
  },
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/webhooks/resources/api_versions',
    procedure: 'resources.list',
    scope: 'hooks:read',
    summary: 'List the payload versions',
    query: V1_PLACE_QUERY,
    success: { status: 200, description: 'Versions' },
    async run(call) {
      // Asked for its authority: whoever may not see the resources may not see their versions.
      await call.caller.resources.list(v1Place(call));
      return json(200, PAYLOAD_VERSIONS);
    },
  },
];
