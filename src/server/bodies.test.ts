import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type BodySource, readBody, readRequest, SIGN_IN, UNKNOWN } from './bodies';

const KIB = 1024;

/** A body that comes in pieces and never ends unless the test ends it. */
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

it('joins chunks of any size in their order', async () => {
  const sizes = [1, 1, 2000, 3, 8000, 500, 600, 1024, 1];
  const chunks = sizes.map((size, n) => new Uint8Array(size).fill(n));
  const source: BodySource = {
    announcedBytes: null,
    read: async (onChunk) => {
      for (const chunk of chunks) onChunk(chunk);
      return 'ended';
    },
  };
  expect(await readBody(source, UNKNOWN)).toEqual(Buffer.concat(chunks));
});

const short = () => new Request('http://x/', { method: 'POST', body: 'short' });

it('holds 16 MiB of unknown senders’ bodies: one that never ends gives way to others', async () => {
  const held = Array.from({ length: 64 }, () => unfinished(256 * KIB));
  const ends: string[] = [];
  const reading = held.map(({ source }) =>
    readBody(source, SIGN_IN).catch(({ code }) => ends.push(code)),
  );
  expect((await readRequest(short(), UNKNOWN)).toString()).toBe('short');
  expect(ends).toEqual(['unavailable']);
  for (const { abort } of held) abort();
  await Promise.all(reading);
  expect(ends).toEqual(['unavailable', ...Array(63).fill('invalid_input')]);
  expect((await readRequest(short(), UNKNOWN)).toString()).toBe('short');
});

it('gives the sender that gave way the time of the next try', async () => {
  let send = (_: Uint8Array) => {};
  const body = new ReadableStream({
    start: (controller) => {
      send = (bytes) => controller.enqueue(bytes);
    },
  });
  const init = { method: 'POST', body, duplex: 'half' } as const;
  const slow = readRequest(new Request('http://x/', init), UNKNOWN);
  send(new Uint8Array(256 * KIB));
  await setImmediate();
  const held = Array.from({ length: 64 }, () => unfinished(256 * KIB));
  const reading = held.map(({ source }) => readBody(source, SIGN_IN).catch(() => null));
  const refused = await slow;
  expect(refused).toMatchObject({ status: 503 });
  expect((refused as Response).headers.get('retry-after')).toBe('1');
  for (const { abort } of held) abort();
  await Promise.all(reading);
});

it('refuses an announced length that is too long before it reads', async () => {
  const read = () => expect.unreachable();
  const source: BodySource = { announcedBytes: 256 * KIB + 1, read };
  await expect(readBody(source, SIGN_IN)).rejects.toMatchObject({ code: 'too_large' });
});
