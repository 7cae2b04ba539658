import { setTimeout as delay } from 'node:timers/promises';
import { unavailableHead } from '@/domain/unavailable';
import { readRequest, UNKNOWN } from '@/server/bodies';
import { container } from '@/server/container';
import { recordRequest } from '@/server/services/inspector';
import { toServiceError } from '@/server/trpc/errors';

const WITHOUT_BODY = [204, 205, 304];

/** Records a hook's request to an inspector, and answers as the inspector is configured. */
export async function receiveInspected(request: Request, inspectorId: string): Promise<Response> {
  // Postgres refuses a NUL, which no id has.
  if (inspectorId.includes('\0')) return new Response(null, { status: 404 });
  const services = container().forRequest();
  const body = await readRequest(request, UNKNOWN);
  if (body instanceof Response) return body;
  const headers = Object.fromEntries([...request.headers].filter(([name]) => !isOurs(name)));
  const input = { inspectorId, method: request.method, headers, body };
  const answer = await recordRequest({ ctx: services, input }).catch(refusal);
  if (answer === null) return new Response(null, { status: 404 });
  if (answer instanceof Response) return answer;

  const { status, delayMs, verdict } = answer;
  if (delayMs > 0) await delay(delayMs);
  const isSuccess = status >= 200 && status < 300;
  if (WITHOUT_BODY.includes(status)) return new Response(null, { status });
  return Response.json({ received: isSuccess, verdict: verdict.code }, { status });
}

/** The sender tries again when a receiver is unavailable for a moment. */
function refusal(error: unknown): Response {
  const failure = toServiceError(error);
  if (failure.code !== 'unavailable') throw error;
  return new Response(null, unavailableHead(failure));
}

/** True for a header that was added on the way to this handler, not sent by the client. */
function isOurs(name: string): boolean {
  return name.startsWith('x-forwarded-');
}
