import type { z } from 'zod';
import type { Delivery, listDeliveriesInput } from '@/contracts/deliveries';
import { v2 } from '@/contracts/rest/v2';
import { V2_STATUS_FILTERS, v2Delivery } from '@/contracts/wire/delivery';
import { v2Resource } from '@/contracts/wire/resource';
import { v2Statistics } from '@/contracts/wire/statistics';
import { findBuiltInResource } from '@/domain/catalogue/built-in-resources';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { invalidField } from '@/domain/errors';
import { PAYLOAD_VERSIONS, parsePayloadVersion } from '@/domain/payload/version';
import { ask } from '../ask';
import { deliveryPage } from '../delivery-pages';
import { json } from '../http';
import { pageHeaders, readPage, slicePage } from '../paging';
import { dateFilter, entryOf, filterTexts, filterWords, pathId, sentFilter } from '../reading';
import type { ApiRoute } from '../route';
import { v2HookAddress, v2Tenant } from '../v2-tenant';
import { PAGE_QUERY } from './v2-hooks';

type Status = Delivery['status'];

function readStatuses(query: URLSearchParams): Status[] {
  return filterWords(query, 'status').map((value) => {
    const status = entryOf(V2_STATUS_FILTERS, value);
    if (status !== undefined) return status;
    const message = `must be one of ${Object.keys(V2_STATUS_FILTERS).join(', ')}.`;
    throw invalidField(sentFilter(query, 'status'), 'invalid', message);
  });
}

function readEventTypes(query: URLSearchParams): string[] {
  return filterWords(query, 'event_type').map((value) => {
    const known = EVENT_TYPES.find((type) => type === value);
    if (known !== undefined) return known;
    const message = `must be one of ${EVENT_TYPES.join(', ')}.`;
    throw invalidField(sentFilter(query, 'event_type'), 'invalid', message);
  });
}

type ListDeliveries = z.input<typeof listDeliveriesInput>;

const sentAs = (query: URLSearchParams) => ({
  resourceId: sentFilter(query, 'resource_id'),
  resourceNames: sentFilter(query, 'resource_name'),
  offset: 'page',
  limit: 'per_page',
});

/** Events are kept under the catalogue's name, whatever alias a client knows. */
function canonicalName(name: string): string {
  return findBuiltInResource(name)?.name ?? name;
}

export function v2HistoryRoutes(base: string): ApiRoute[] {
  return [
    {
      api: 'v2',
      method: 'GET',
      path: `${base}/hooks/{hook_id}/deliveries`,
      procedure: 'deliveries.list',
      scope: 'deliveries:read',
      summary: 'List the events of a hook with their attempts, newest first',
      query: {
        'filter[status]': 'succeeded, failed, discarded, enqueued or retrying',
        'filter[resource_name]': 'Only this resource',
        'filter[resource_id]': 'Only this one of the resource',
        'filter[event_type]': 'create, update or delete',
        'filter[start]': 'From this day on (yyyy-mm-dd, UTC)',
        'filter[end]': 'Up to the end of this day (yyyy-mm-dd, UTC)',
        ...PAGE_QUERY,
      },
      success: { status: 200, schema: v2.delivery.array(), description: 'A page of deliveries' },
      async run(call) {
        const { query } = call;
        const page = readPage(query);
        const since = dateFilter(query, 'start', false);
        const until = dateFilter(query, 'end', true);
        const [resourceId] = filterTexts(query, 'resource_id');
        const input: ListDeliveries = {
          ...v2HookAddress(call),
          statuses: readStatuses(query),
          resourceNames: filterTexts(query, 'resource_name').map(canonicalName),
          eventTypes: readEventTypes(query),
          ...(resourceId === undefined ? {} : { resourceId }),
          ...(since === undefined ? {} : { since }),
          ...(until === undefined ? {} : { until }),
          limit: page.perPage,
          offset: page.offset,
        };
        const list = await ask({ judge: call.caller.deliveries.list }, input, sentAs(query));
        return deliveryPage(call, {
          address: v2HookAddress(call),
          ids: list.items.map(({ id }) => id),
          encode: (delivery) => [v2Delivery(delivery)],
          around: ['{"data":[', ']}'],
          headers: pageHeaders(call, page, list.total),
        });
      },
    },
    {
      api: 'v2',
      method: 'GET',
      path: `${base}/hooks/{hook_id}/deliveries/{delivery_id}`,
      procedure: 'deliveries.get',
      scope: 'deliveries:read',
      summary: 'Show one delivery with its attempts',
      success: { status: 200, schema: v2.delivery, description: 'The delivery' },
      async run(call) {
        const deliveryId = pathId(call.params, 'delivery_id', 'The delivery');
        const input = { ...v2HookAddress(call), deliveryId };
        return json(200, { data: v2Delivery(await call.caller.deliveries.get(input)) });
      },
    },
    {
      api: 'v2',
      method: 'POST',
      path: `${base}/hooks/{hook_id}/deliveries/{delivery_id}/redeliver`,
      procedure: 'deliveries.redeliver',
      scope: 'deliveries:write',
      shows: 'deliveries:read',
      summary: 'Send a delivery that is finished once more',
      success: { status: 202, schema: v2.delivery, description: 'The delivery, queued again' },
      async run(call) {
        const deliveryId = pathId(call.params, 'delivery_id', 'The delivery');
        const input = { ...v2HookAddress(call), deliveryId };
        return json(202, { data: v2Delivery(await call.caller.deliveries.redeliver(input)) });
      },
    },
    {
      api: 'v2',
      method: 'GET',
      path: `${base}/hooks/{hook_id}/statistics`,
      procedure: 'hooks.statistics',
      scope: 'deliveries:read',
      summary: 'Show how a hook fared: attempts, success rate, response times, in buckets',
      query: {
        window:
          '24h (if not given; buckets of an hour), 7d (of six hours) or 28d (of a day), aligned in UTC',
      },
      success: { status: 200, schema: v2.statistics, description: 'The statistics' },
      async run(call) {
        const window = call.query.get('window') || undefined;
        const input = { ...v2HookAddress(call), window };
        const statistics = await ask({ judge: call.caller.hooks.statistics }, input);
        return json(200, { data: v2Statistics(statistics) });
      },
    },
    {
      api: 'v2',
      method: 'GET',
      path: `${base}/resources`,
      procedure: 'resources.list',
      scope: 'hooks:read',
      summary: 'List what can be subscribed to',
      query: { payload_version: 'v2.0 if not given', ...PAGE_QUERY },
      success: { status: 200, schema: v2.resource.array(), description: 'A page of resources' },
      async run(call) {
        const page = readPage(call.query);
        const spelling = call.query.get('payload_version') || 'v2.0';
        const version = parsePayloadVersion(spelling);
        if (version === null) {
          const message = `must be one of ${PAYLOAD_VERSIONS.join(', ')}.`;
          throw invalidField('payload_version', 'invalid', message);
        }
        const tenant = v2Tenant(call);
        const level = tenant.projectId === null ? 'company' : 'project';
        const list = await call.caller.resources.list(tenant);
        const { items, total } = slicePage(
          list.items.filter((resource) => resource.level === level),
          page,
        );
        const data = items.map((resource) => v2Resource(resource, version));
        return json(200, { data }, pageHeaders(call, page, total));
      },
    },
  ];
}
