import { HOOK_HEALTHS, type HookHealth } from '@/domain/hook-state';
import { PAYLOAD_VERSIONS, type PayloadVersion } from '@/domain/payload/version';

export const SORT_COLUMNS = ['name', 'endpoint', 'status', 'events', 'delivery'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];
export type Sort = { column: SortColumn; isDescending: boolean };

/** The parts of the address that concern the list. */
export type HooksQuery = {
  search: string;
  /** `deleted` lists the deleted hooks instead of the live ones. */
  status: HookHealth | 'deleted' | null;
  version: PayloadVersion | null;
  /** Null: in order of creation. */
  sort: Sort | null;
  /** Searches events in all hooks of the tenant, instead of hooks. */
  resourceId: string;
};

type Readable = { get(name: string): string | null };

export const EVERY_HOOK: HooksQuery = {
  search: '',
  status: null,
  version: null,
  sort: null,
  resourceId: '',
};
const TEXT_CHARS_MAX = 200;

/** Ignores invalid values, because people type and share addresses. */
export function parseHooksQuery(params: Readable): HooksQuery {
  const text = (name: string) => (params.get(name) ?? '').trim().slice(0, TEXT_CHARS_MAX);
  return {
    search: text('search'),
    status: readStatus(text('status')),
    version: readVersion(text('version')),
    sort: parseSort(text('sort')),
    resourceId: text('resource_id'),
  };
}

export function formatHooksQuery({ search, status, version, sort, resourceId }: HooksQuery) {
  const params = new URLSearchParams();
  if (search.trim()) params.set('search', search.trim());
  if (status) params.set('status', status);
  if (version) params.set('version', version);
  if (sort) params.set('sort', `${sort.isDescending ? '-' : ''}${sort.column}`);
  if (resourceId) params.set('resource_id', resourceId);
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

/** The input of the list. Page and prefetch must use the same, otherwise the page loads twice. */
export function hooksInput({ status }: HooksQuery): { deleted?: true } {
  return status === 'deleted' ? { deleted: true } : {};
}

/** A column's next order when its head is pressed: ascending, descending, by creation. */
export function nextSort(sort: Sort | null, column: SortColumn): Sort | null {
  if (sort?.column !== column) return { column, isDescending: false };
  return sort.isDescending ? null : { column, isDescending: true };
}

export function readStatus(text: string): HooksQuery['status'] {
  return [...HOOK_HEALTHS, 'deleted' as const].find((one) => one === text) ?? null;
}

export function readVersion(text: string): HooksQuery['version'] {
  return PAYLOAD_VERSIONS.find((one) => one === text) ?? null;
}

function parseSort(text: string): Sort | null {
  const isDescending = text.startsWith('-');
  const name = isDescending ? text.slice(1) : text;
  const column = SORT_COLUMNS.find((one) => one === name);
  return column === undefined ? null : { column, isDescending };
}
