import { toJson } from '@/domain/raw-json';
import type { BodyLimit } from '@/server/bodies';

/** A request and a response without a framework: the parts that node:http and Next have in common. */
export type RestRequest = {
  method: string;
  path: string;
  /** Without the question mark. */
  query: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>;
  /**
   * Reads the body, once the sender is known.
   * @throws ServiceError too_large
   */
  readBody: (limit: BodyLimit) => Promise<Buffer>;
  /**
   * Returns the address that the request came from, for counting. It is computed only when needed; null if it is not
   * known.
   */
  address: () => string | null;
};

type Answer<Body> = { status: number; headers: Record<string, string>; body: Body };
/** An answer that is held as a whole. */
export type WholeResponse = Answer<string | null>;
/** The parts of an iterable body are made as fast as the client reads them. */
export type RestResponse = Answer<string | AsyncIterable<string> | null>;

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): WholeResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: toJson(body),
  };
}

export const noContent = (): WholeResponse => ({ status: 204, headers: {}, body: null });
