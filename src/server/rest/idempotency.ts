import { createHash } from 'node:crypto';
import { internalError, invalidField } from '@/domain/errors';
import { claimKey, type KeyContext, keepAnswer, releaseKey } from '@/server/services/idempotency';
import type { RestRequest, RestResponse } from './http';

const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/**
 * Runs a POST once for its `Idempotency-Key`. A repeated request gets the first answer, marked by a header. Only a
 * successful answer is remembered, so a refused request may be corrected.
 * @param mayReplay throws if this request's token may not do what another token did
 * @param view differs between tokens that see different answers; a key is for one of them
 */
export async function onceByKey(
  ctx: KeyContext,
  request: RestRequest,
  body: Buffer | null,
  {
    run,
    mayReplay,
    view,
  }: { run: () => Promise<RestResponse>; mayReplay: () => Promise<void>; view: string },
): Promise<RestResponse> {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return run();
  if (!KEY.test(key)) {
    throw invalidField('Idempotency-Key', 'invalid', 'must be 1 to 255 printable characters.');
  }
  const input = { key, fingerprint: fingerprintOf(request, body, view) };
  const known = await claimKey({ ctx, input }).catch(async (refusal: unknown) => {
    // That the key is in use is only for a token that may make the request.
    await mayReplay();
    throw refusal;
  });
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
    // The key is free before the caller gets the answer, if the request's time allows that; otherwise as soon as
    // possible.
    await release(ctx.db).catch(() => {
      release(ctx.db.root).catch((err: unknown) => {
        ctx.log.warn(
          { err },
          'An Idempotency-Key was not released and stays reserved for a minute',
        );
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
    // The work is done. The caller learns that, even if a repeated request would not.
    ctx.log.error({ err }, 'The answer of an idempotent request was not stored');
  });
  return response;
}

function fingerprintOf(
  { method, path, query }: RestRequest,
  body: Buffer | null,
  view: string,
): string {
  const hash = createHash('sha256').update(`${method} ${path}?${query}\n${view}`);
  return hash.update(body ?? '').digest('hex');
}
