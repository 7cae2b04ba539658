import { expect, it } from 'vitest';
import { type BodySource, readBody, readRequest, SIGN_IN, UNKNOWN } from './bodies';

const KIB = 1024;

/** Comes in pieces, and never ends unless told to. */
function unfinished(bytes: number): { source: BodySource; abort: () => void } {
  let abort = () => {};
  const source: BodySource = {
    announcedBytes: null,
    read: (onChunk) =>
      new Promise((done) => {
        abort = () => done('aborted');
        for (let sent = 0; sent < bytes; sent += KIB)
          if (!onChunk(new Uint8Array(KIB))) return done('stopped');
      }),
  };
  return { source, abort: () => abort() };
}

it('holds 16 MiB of unfinished bodies of anyone, and is free again when they are gone', async () => {
  const held = Array.from({ length: 64 }, () => unfinished(256 * KIB));
  const reading = held.map(({ source }) => readBody(source, SIGN_IN).catch((error) => error.code));
  const request = () => new Request('http://x/', { method: 'POST', body: 'short' });
  const refused = await readRequest(request(), UNKNOWN);
  expect(refused).toMatchObject({ status: 503 });
  expect((refused as Response).headers.get('retry-after')).toBe('1');
  for (const { abort } of held) abort();
  expect(new Set(await Promise.all(reading))).toEqual(new Set(['invalid_input']));
  expect((await readRequest(request(), UNKNOWN)).toString()).toBe('short');
});

it('refuses what is announced too long before it reads', async () => {
  const read = () => expect.unreachable();
  const source: BodySource = { announcedBytes: 256 * KIB + 1, read };
  await expect(readBody(source, SIGN_IN)).rejects.toMatchObject({ code: 'too_large' });
});
