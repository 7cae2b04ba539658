import type { Delivery, ReadDeliveriesInput } from '@/contracts/deliveries';
import { unauthenticated } from '@/domain/errors';
import { toJson } from '@/domain/raw-json';
import { authenticateToken } from '@/server/services/oauth';
import { createCaller } from '@/server/trpc/root';
import { bearerOf } from './bearer';
import type { RestResponse } from './http';
import type { ApiCall } from './route';

/** The text of a part takes several times its bytes while it is made. */
const PART_BYTES = 1024 * 1024;

type Address = Omit<ReadDeliveriesInput, 'deliveryIds'>;
type Page = {
  address: Address;
  ids: readonly number[];
  /** The records of a delivery. */
  encode: (delivery: Delivery) => unknown[];
  /** The text around all records, for example `[` and `]`. */
  around: readonly [open: string, close: string];
  headers: Record<string, string>;
};
type Part = { text: string; rest: number[] };

/**
 * Answers with a page of deliveries, payloads and attempts included. Such a page can have 100 MB, so web never holds it as a
 * whole: it reads the next part when the client has taken the one before.
 */
export async function deliveryPage(call: ApiCall, page: Page): Promise<RestResponse> {
  const [open, close] = page.around;
  const first = await readPart(call, page, page.ids);
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', ...page.headers },
    body: first.rest.length === 0 ? open + first.text + close : partsOf(call, page, first),
  };
}

async function* partsOf(call: ApiCall, page: Page, first: Part): AsyncGenerator<string, void> {
  const [open, close] = page.around;
  yield open + first.text;
  let isEmpty = first.text === '';
  for (let { rest } = first; rest.length > 0; ) {
    const part = await readPart(await later(call), page, rest);
    if (part.text !== '') yield isEmpty ? part.text : `,${part.text}`;
    isEmpty &&= part.text === '';
    rest = part.rest;
  }
  yield close;
}

async function readPart(
  { caller, enterWork }: Pick<ApiCall, 'caller' | 'enterWork'>,
  { address, encode }: Page,
  ids: readonly number[],
): Promise<Part> {
  const leave = await enterWork(PART_BYTES);
  try {
    const { items, rest } = await caller.deliveries.read({ ...address, deliveryIds: [...ids] });
    return { text: items.flatMap(encode).map(toJson).join(','), rest };
  } finally {
    leave();
  }
}

/**
 * The time limit of a request holds for its first part. A slow reader gets the others later, if its token still works.
 * @throws ServiceError `unauthenticated`
 */
async function later({ services, request, enterWork }: ApiCall) {
  const ctx = { ...services, db: services.db.root.forRequest() };
  const token = bearerOf(request);
  const known = token && (await authenticateToken({ ctx, input: { token } }));
  if (!known) throw unauthenticated();
  return { caller: createCaller({ ...ctx, actor: known.actor }), enterWork };
}
