import type { Delivery } from '@/contracts/deliveries';
import { V1_OUTCOMES, type V1Outcome, v1 } from '@/contracts/rest/v1';
import { v1Deliveries } from '@/contracts/wire/delivery';
import { v1Resource } from '@/contracts/wire/resource';
import { invalidField } from '@/domain/errors';
import { PAYLOAD_VERSIONS, parsePayloadVersion } from '@/domain/payload/version';
import { encodeCursor } from '@/server/services/delivery-history';
import { ask } from '../ask';
import { deliveryPage } from '../delivery-pages';
import { json } from '../http';
import { v1List, WHOLE_QUERY } from '../paging';
import { entryOf, filterWords, pathId, positiveInteger } from '../reading';
import type { ApiRoute } from '../route';
import { v1HookAddress, v1Tenant } from '../v1-tenant';
import { V1_TENANT_QUERY } from './v1-hooks';

type Status = Delivery['status'];

/** A queued delivery has no attempt, so v1.0 cannot show it. */
const FILTERS: Readonly<Record<string, { statuses: Status[]; outcomes: readonly V1Outcome[] }>> = {
  any: { statuses: ['retrying', 'delivered', 'failed', 'discarded'], outcomes: V1_OUTCOMES },
  successful: { statuses: ['delivered'], outcomes: ['ok'] },
  failing: { statuses: ['retrying', 'failed'], outcomes: ['retried', 'failed'] },
  discarded: { statuses: ['discarded'], outcomes: ['discarded'] },
};
const PAGE_SIZE_MAX = 100;

/** By the last id of the page before, as this API has it, or by number, as all others do. */
function readHistoryPage(query: URLSearchParams) {
  const named = query.has('per_page') ? 'per_page' : 'page_size';
  const perPage = Math.min(positiveInteger(query, named, PAGE_SIZE_MAX), PAGE_SIZE_MAX);
  const start = positiveInteger(query, 'page_start', 0);
  const page = start === 0 ? positiveInteger(query, 'page', 1) : 1;
  const pageMax = Math.floor(Number.MAX_SAFE_INTEGER / perPage);
  if (page > pageMax) throw invalidField('page', 'too_big', `must be at most ${pageMax}.`);
  return { perPage, page, cursor: start === 0 ? null : encodeCursor(start) };
}

export const v1HistoryRoutes: readonly ApiRoute[] = [
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/webhooks/hooks/{hook_id}/deliveries',
    procedure: 'deliveries.list',
    scope: 'deliveries:read',
    summary: 'List delivery attempts, newest delivery first; the attempts of one share its id',
    query: {
      ...V1_TENANT_QUERY,
      page_size: 'Deliveries a page: 100 if not given, and at most; also per_page',
      page_start: 'The last id of the previous page; or page, from 1',
      'filters[status]': 'any, successful, failing or discarded',
    },
    success: { status: 200, schema: v1.delivery.array(), description: 'Attempts' },
    async run(call) {
      const { query } = call;
      const [filter = query.get('status') || 'any'] = filterWords(query, 'status');
      const wanted = entryOf(FILTERS, filter.toLowerCase());
      if (wanted === undefined) {
        const message = `must be one of ${Object.keys(FILTERS).join(', ')}.`;
        throw invalidField('filters[status]', 'invalid', message);
      }
      const { perPage, page, cursor } = readHistoryPage(query);
      const address = await v1HookAddress(call, pathId(call.params, 'hook_id', 'The hook'));
      const input = {
        ...address,
        statuses: wanted.statuses,
        limit: perPage,
        offset: (page - 1) * perPage,
        cursor,
      };
      const sentAs = { offset: 'page', limit: query.has('per_page') ? 'per_page' : 'page_size' };
      const list = await ask({ judge: call.caller.deliveries.list }, input, sentAs);
      return deliveryPage(call, {
        address,
        ids: list.items.map(({ id }) => id),
        encode: (delivery) =>
          v1Deliveries(delivery).filter(({ outcome }) => wanted.outcomes.includes(outcome)),
        around: ['[', ']'],
        headers: { 'per-page': String(perPage) },
      });
    },
  },
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/webhooks/resources',
    procedure: 'resources.list',
    scope: 'hooks:read',
    summary: 'List what can be subscribed to',
    query: {
      ...V1_TENANT_QUERY,
      api_version: 'The payload version, v2.0 if not given',
      ...WHOLE_QUERY,
    },
    success: { status: 200, schema: v1.resource.array(), description: 'Resources' },
    async run(call) {
      const tenant = v1Tenant(call);
      const version = parsePayloadVersion(call.query.get('api_version') || 'v2.0');
      if (version === null) {
        throw invalidField(
          'api_version',
          'invalid',
          `must be one of ${PAYLOAD_VERSIONS.join(', ')}.`,
        );
      }
      const { items } = await call.caller.resources.list(tenant);
      const level = tenant.projectId === null ? 'company' : 'project';
      const ofLevel = items.filter((resource) => resource.level === level);
      return v1List(
        call,
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
    query: V1_TENANT_QUERY,
    success: { status: 200, schema: v1.apiVersions, description: 'Versions' },
    async run(call) {
      // Only a client with access to the resources may see their versions.
      await call.caller.resources.list(v1Tenant(call));
      return json(200, PAYLOAD_VERSIONS);
    },
  },
];
