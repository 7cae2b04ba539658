import { isDeeperThan, JSON_DEPTH_MAX } from '@/domain/json-depth';
import { KNOWN, readRequest } from '../bodies';

/** The levels around an input: the batch, its item, the transformer's envelope and its type notes. */
const ENVELOPE_LEVELS = 8;
/** Replaces a body that is not read, because procedures refuse callers without a session first. */
const NOTHING = '{}';

/** The number of procedures that a request calls. Their names are in its path, separated by commas. */
export function callsIn(url: string, endpoint: string): number {
  const path = new URL(url).pathname.slice(endpoint.length);
  return path.replace(/%2c/gi, ',').split(',').length;
}

/** Each answers with megabytes at most. */
const LARGE = /^deliveries\.(get|read|redeliver)$/;
const LARGE_MAX = 2;

/** A batch would answer with more than the process can hold. */
export function hasTooManyLargeCalls(url: string, endpoint: string): boolean {
  const path = decodeURIComponent(new URL(url).pathname.slice(endpoint.length + 1));
  return path.split(',').filter((name) => LARGE.test(name)).length > LARGE_MAX;
}

/** The body of a call, or the answer that refuses it. Without a session, the body is not read. */
export async function readCallBody(
  request: Request,
  isSignedIn: boolean,
): Promise<string | Response> {
  if (!isSignedIn) return NOTHING;
  const body = await readRequest(request, KNOWN);
  if (body instanceof Response) return body;
  if (!isDeeperThan(body, JSON_DEPTH_MAX + ENVELOPE_LEVELS)) return body.toString('utf8');
  return new Response(`At most ${JSON_DEPTH_MAX} levels of objects and arrays.`, { status: 400 });
}
