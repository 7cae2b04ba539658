import { createHash } from 'node:crypto';
import type { InngestProblem } from '@/server/services/context';
import { APP_ID, type InngestClient } from './client';

const WITHIN_MS = 1_500;
/** The answer is shared for this long, however often callers ask, because Inngest limits the calls of its API. */
const SHARED_MS = 10_000;

/**
 * Asks an Inngest server, hosted or self-hosted, which functions of this app it knows. The call is documented at
 * https://api-docs.inngest.com. For a server without this call, its heartbeat must suffice.
 */
export function createServerCheck(
  client: () => InngestClient,
  signingKey: string | null,
): () => Promise<InngestProblem | null> {
  let last: { result: Promise<InngestProblem | null>; atMs: number } | null = null;
  return () => {
    if (last === null || performance.now() - last.atMs > SHARED_MS) {
      last = { result: ask(client(), signingKey), atMs: performance.now() };
    }
    return last.result;
  };
}

async function ask(
  client: InngestClient,
  signingKey: string | null,
): Promise<InngestProblem | null> {
  const url = new URL(`v1/apps/${APP_ID}/functions`, client.apiBaseUrl);
  try {
    const response = await fetch(url, {
      headers: signingKey ? { authorization: `Bearer ${hashed(signingKey)}` } : {},
      signal: AbortSignal.timeout(WITHIN_MS),
      redirect: 'error',
    });
    const text = await response.text();
    return problemOf(response.status, text);
  } catch (error) {
    return { code: 'inngest_unreachable', problem: why(error), isCertain: true };
  }
}

function problemOf(status: number, text: string): InngestProblem | null {
  if (status >= 500) {
    return { code: 'inngest_unreachable', problem: `it answers ${status}`, isCertain: true };
  }
  const known = status === 200 ? functionsIn(text) : null;
  if (known !== null && known > 0) return null;
  const problem = known === 0 ? 'the app is not synced' : `it answers ${status}`;
  return { code: 'inngest_not_registered', problem, isCertain: known === 0 };
}

/** The number of functions, or null if the text is not a list. */
function functionsIn(text: string): number | null {
  try {
    const body: unknown = JSON.parse(text);
    const list = body !== null && typeof body === 'object' && 'data' in body ? body.data : body;
    if (list === null) return 0;
    return Array.isArray(list) ? list.length : null;
  } catch {
    return null;
  }
}

/** The hash of the key, as the SDK sends it. */
function hashed(signingKey: string): string {
  const prefix = /^signkey-\w+-/.exec(signingKey)?.[0] ?? '';
  const key = signingKey.slice(prefix.length);
  return prefix + createHash('sha256').update(key, 'hex').digest('hex');
}

function why(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
