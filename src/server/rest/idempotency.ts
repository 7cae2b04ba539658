import { createHash } from 'node:crypto';
import { internalError, invalidField } from '@/domain/errors';
import { claimKey, type KeyContext, keepAnswer, releaseKey } from '@/server/services/idempotency';
import type { RestRequest, RestResponse } from './http';

const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/**
 * Runs a POST once for its `Idempotency-Key`: the same request again gets the answer of the first,
 * marked by a header. Only what was done is remembered; a refused request may be corrected.
 * @param mayReplay throws where the token of this request may not do what was done with another one
 */
export async function onceByKey(
  ctx: KeyContext,
  request: RestRequest,
  body: Buffer | null,
  { run, mayReplay }: { run: () => Promise<RestResponse>; mayReplay: () => Promise<void> },
): Promise<RestResponse> {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return run();
  if (!KEY.test(key)) {
    throw invalidField('Idempotency-Key', 'invalid', 'must be 1 to 255 printable characters.');
  }
  const known = await claimKey({ ctx, input: { key, fingerprint: fingerprintOf(request, body) } });
  if (known !== null) {
    await mayReplay();
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'idempotent-replayed': 'true',
    };
    return { status: known.status, headers, body: known.body };
  }
  let response: RestResponse;
  try {
    response = await run();
  } catch (refusal) {
    const release = (db: KeyContext['db']) => releaseKey({ ctx: { ...ctx, db }, input: { key } });
    // Free before the caller hears of it, if the request's time is enough for that; else as soon as it can be.
    await release(ctx.db).catch(() => {
      release(ctx.db.root).catch((err: unknown) => {
        ctx.log.warn({ err }, 'An Idempotency-Key could not be given back and rests for a minute');
      });
    });
    throw refusal;
  }
  const { status, body: text } = response;
  if (text !== null && typeof text !== 'string') {
    throw internalError(new Error('the answer of a POST is whole, because it may be kept'));
  }
  const answer = { status, body: text ?? '' };
  await keepAnswer({ ctx, input: { key, answer } }).catch((err: unknown) => {
    // It is done: the caller learns so, whatever becomes of a second try.
    ctx.log.error({ err }, 'The answer of an idempotent request could not be kept');
  });
  return response;
}

function fingerprintOf({ method, path, query }: RestRequest, body: Buffer | null): string {
  const hash = createHash('sha256').update(`${method} ${path}?${query}\n`);
  return hash.update(body ?? '').digest('hex');
}
