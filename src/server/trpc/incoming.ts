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

/** Calls that answer with megabytes, or hold the process for a while, and their limits in a request. */
const LIMITED: readonly { calls: RegExp; max: number; message: string }[] = [
  {
    calls: /^deliveries\.(get|read|redeliver)$/,
    max: 2,
    message: 'At most 2 deliveries a request.',
  },
  {
    calls: /^hooks\.(list|activity)$/,
    max: 2,
    message: 'At most 2 lists of hooks a request.',
  },
  {
    calls: /^(events\.publish|account\.changePassword|setup\.complete)$/,
    max: 1,
    message: 'At most 1 call of this kind a request.',
  },
];

/** Why a batch is refused, because it would hold the process for too long; null if it is not. */
export function refusalOfBatch(url: string, endpoint: string): string | null {
  const path = decodeURIComponent(new URL(url).pathname.slice(endpoint.length + 1));
  const names = path.split(',');
  const exceeded = LIMITED.find(
    ({ calls, max }) => names.filter((name) => calls.test(name)).length > max,
  );
  return exceeded?.message ?? null;
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
