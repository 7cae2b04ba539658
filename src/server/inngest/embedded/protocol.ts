import type { StampedEvent } from './event';
import { canonicalJson, signBody } from './signature';

/** The SDK chooses the execution version on the first call and names it in its answer. */
export const VERSION_UNDECIDED = -1;

export type RunCall = {
  url: string;
  event: StampedEvent;
  runId: string;
  attempt: number;
  attemptsMax: number;
  version: number;
};

export type RunError = { name: string; message: string; stack?: string };

export type RunOutcome =
  | { kind: 'done' }
  | { kind: 'failed'; error: RunError; isRetriable: boolean; retryAfter: string | null }
  | { kind: 'steps'; operations: string[] };

const HEADERS = {
  signature: 'x-inngest-signature',
  version: 'x-inngest-req-version',
  noRetry: 'x-inngest-no-retry',
} as const;

/** A signed request within the process. It sets the `host` header, because nothing else does. */
export function signedRequest(
  method: 'POST' | 'PUT',
  url: string,
  body: unknown,
  { signingKey, nowMs }: { signingKey: string; nowMs: number },
): Request {
  const text = canonicalJson(body);
  return new Request(url, {
    method,
    body: text,
    headers: {
      'content-type': 'application/json',
      host: new URL(url).host,
      [HEADERS.signature]: signBody(text, signingKey, nowMs),
    },
  });
}

/**
 * `ctx.fn_id` and `ctx.qi_id` are left out on purpose. With them, the SDK reports through the API of a server instead
 * of in its response.
 */
export function runBody(call: RunCall) {
  return {
    version: call.version,
    event: call.event,
    events: [call.event],
    steps: {},
    ctx: {
      run_id: call.runId,
      attempt: call.attempt,
      max_attempts: call.attemptsMax,
      disable_immediate_execution: false,
      use_api: false,
      stack: { stack: [], current: 0 },
    },
  };
}

/** The execution version that the SDK chose, if the response names it. */
export function decidedVersion(response: Response): number | null {
  const version = Number(response.headers.get(HEADERS.version) ?? Number.NaN);
  return Number.isInteger(version) && version > 0 ? version : null;
}

export async function readOutcome(response: Response): Promise<RunOutcome> {
  const body = parseJson(await response.text());
  if (response.status === 206) return { kind: 'steps', operations: operationsOf(body) };
  if (response.status === 200) return { kind: 'done' };
  return {
    kind: 'failed',
    error: errorOf(body, response.status),
    isRetriable: response.headers.get(HEADERS.noRetry) !== 'true',
    retryAfter: response.headers.get('retry-after'),
  };
}

/** The milliseconds from now that a `retry-after` (seconds, or a date) requests. Null if it is neither. */
export function retryAfterMs(retryAfter: string | null, nowMs: number): number | null {
  if (retryAfter === null) return null;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * The kinds of the steps as the SDK names them, such as `sleep` and `run`, with the names that the function gave them.
 */
function operationsOf(body: unknown): string[] {
  const operations = Array.isArray(body) ? body : [body];
  return operations.filter(isRecord).map((operation) => {
    const name = operation.displayName ?? operation.name ?? operation.id;
    return `${String(operation.op)} "${String(name)}"`;
  });
}

function errorOf(body: unknown, status: number): RunError {
  const error = isRecord(body) ? body : {};
  const message = error.message ?? (typeof body === 'string' ? body : null);
  return {
    name: typeof error.name === 'string' ? error.name : 'Error',
    message:
      typeof message === 'string' && message !== '' ? message : `The function answered ${status}`,
    ...(typeof error.stack === 'string' ? { stack: error.stack } : {}),
  };
}
