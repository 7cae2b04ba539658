import { Readable } from 'node:stream';
import { bodyOf, readBody } from '@/server/bodies';
import { container } from '@/server/container';
import { addressKey, originAddress } from '@/server/services/peer-address';
import { createRestHandler, type RestHandler } from './handle';

const held = globalThis as { ganchoRest?: RestHandler };

/** This process's handler, on its container. */
export function restHandler(): RestHandler {
  if (held.ganchoRest === undefined) {
    const { services, env } = container();
    held.ganchoRest = createRestHandler({
      services,
      publicUrl: env.publicUrl,
      limits: {
        hourly: env.rateLimitHourly,
        burst: env.rateLimitBurst,
        publishPerSecond: env.publishLimitPerSecond,
      },
    });
  }
  return held.ganchoRest;
}

/** The same for a route of Next, without our own front. */
export async function handleWebRequest(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const answer = await restHandler()({
    method: request.method,
    path: pathname,
    query: search.slice(1),
    headers: Object.fromEntries(request.headers),
    readBody: (limit) => readBody(bodyOf(request), limit),
    address: () =>
      addressKey(originAddress(undefined, request.headers.get('x-forwarded-for') ?? undefined, [])),
  });
  const { body } = answer;
  const isWhole = typeof body === 'string' || body === null;
  const bytes = isWhole ? body : (Readable.toWeb(Readable.from(body)) as ReadableStream);
  return new Response(bytes, { status: answer.status, headers: answer.headers });
}
