import { invalidField } from '@/domain/errors';
import { json, type RestResponse } from './http';
import { positiveInteger } from './reading';
import type { ApiCall } from './route';

const PER_PAGE = 10;
const PER_PAGE_MAX = 100;
const PAGE_MAX = 1_000_000_000;
/** Common clients refuse an answer whose head exceeds 8 to 16 KiB. Each link repeats the query. */
const LINKS_LENGTH_MAX = 6000;
const fits = (links: string) => links.length <= LINKS_LENGTH_MAX;

export type Page = { page: number; perPage: number; offset: number };

/** A larger value is reduced to the maximum, as `Per-Page` then says. */
export function readPage(query: URLSearchParams, perPageDefault = PER_PAGE): Page {
  const page = positiveInteger(query, 'page', 1);
  if (page > PAGE_MAX) throw invalidField('page', 'too_big', `must be at most ${PAGE_MAX}.`);
  const perPage = Math.min(positiveInteger(query, 'per_page', perPageDefault), PER_PAGE_MAX);
  return { page, perPage, offset: (page - 1) * perPage };
}

/** `Total`, `Per-Page` and `Link`, as clients of the compatible API read them. */
export function pageHeaders(
  { request, publicUrl }: Pick<ApiCall, 'request' | 'publicUrl'>,
  { page, perPage }: Page,
  total: { count: number; isCapped: boolean },
): Record<string, string> {
  const last = Math.max(1, Math.ceil(total.count / perPage));
  const link = (target: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(target));
    query.set('per_page', String(perPage));
    return `<${publicUrl}${request.path}?${query}>; rel="${rel}"`;
  };
  const near: string[] = [];
  if (page > 1) near.push(link(page - 1, 'prev'));
  if (page < last || total.isCapped) near.push(link(page + 1, 'next'));
  const all = [link(1, 'first'), ...near];
  if (!total.isCapped) all.push(link(last, 'last'));
  const links = [all, near].map((each) => each.join(', ')).find(fits) ?? '';
  return {
    total: total.isCapped ? `${total.count}+` : String(total.count),
    'per-page': String(perPage),
    ...(links === '' ? {} : { link: links }),
  };
}

/** One page of a list that is completely in memory. */
export function slicePage<T>(items: readonly T[], { offset, perPage }: Page) {
  return {
    items: items.slice(offset, offset + perPage),
    total: { count: items.length, isCapped: false },
  };
}

export const WHOLE_QUERY = {
  page: 'From 1; the whole list if neither this nor per_page is given',
  per_page: 'At most 100',
};

export const isPaged = ({ query }: Pick<ApiCall, 'query'>): boolean =>
  query.has('page') || query.has('per_page');

/** The older API answers its short lists whole. Clients that page through everything get pages. */
export function v1List(call: ApiCall, items: readonly unknown[]): RestResponse {
  if (!isPaged(call)) {
    return json(200, items, { total: String(items.length) });
  }
  const page = readPage(call.query);
  const { items: shown, total } = slicePage(items, page);
  return json(200, shown, pageHeaders(call, page, total));
}
