import { invalidInput, isServiceError, tooLarge, unavailable } from '@/domain/errors';
import { unavailableHead } from '@/domain/unavailable';

const KIB = 1024;
const MIB = 1024 * KIB;
export const BODY_BYTES_MAX = MIB;

const SMALL_BYTES = KIB;
const BLOCK_BYTES = 8 * KIB;

/** A body that nobody has read yet, from any kind of server. */
export type BodySource = {
  /** The length that the request announces; null if it announces none. */
  announcedBytes: number | null;
  /** Hands over the chunks until the body ends, `onChunk` returns false, or the client disconnects. */
  read(onChunk: (chunk: Uint8Array) => boolean): Promise<'ended' | 'stopped' | 'aborted'>;
};

/** A body that is being read: `bytes` of it are in memory, and `giveUp` ends the reading. */
type Held = { bytes: number; giveUp: () => void };

/**
 * Bounds the memory of all bodies that this process is reading. When they take too much, the body that takes longest is
 * refused. A client that sends slowly, or never ends, therefore cannot keep others out.
 */
class BodyBudget {
  private held = 0;
  private readonly oldestFirst = new Set<Held>();

  constructor(private readonly bytesMax: number) {}

  open(giveUp: () => void): Held {
    const body = { bytes: 0, giveUp };
    this.oldestFirst.add(body);
    return body;
  }

  take(body: Held, bytes: number): boolean {
    while (this.held + bytes > this.bytesMax) {
      const [oldest = body] = this.oldestFirst;
      this.close(oldest);
      oldest.giveUp();
      if (oldest === body) return false;
    }
    this.held += bytes;
    body.bytes += bytes;
    return true;
  }

  close(body: Held): void {
    if (this.oldestFirst.delete(body)) this.held -= body.bytes;
  }
}

/** Bytes that arrive in chunks. Small chunks are copied into blocks, because each would be an object of its own. */
class JoinedBytes {
  private readonly chunks: Uint8Array[] = [];
  private block = Buffer.alloc(0);
  private used = 0;

  add(chunk: Uint8Array): void {
    if (chunk.length >= SMALL_BYTES) {
      this.closeBlock();
      this.chunks.push(chunk);
      return;
    }
    if (this.used + chunk.length > this.block.length) {
      this.closeBlock();
      this.block = Buffer.allocUnsafe(BLOCK_BYTES);
    }
    this.block.set(chunk, this.used);
    this.used += chunk.length;
  }

  clear(): void {
    this.chunks.length = 0;
    this.block = Buffer.alloc(0);
    this.used = 0;
  }

  whole(): Buffer {
    this.closeBlock();
    const [first] = this.chunks;
    return this.chunks.length === 1 && first instanceof Buffer ? first : Buffer.concat(this.chunks);
  }

  private closeBlock(): void {
    if (this.used > 0) this.chunks.push(this.block.subarray(0, this.used));
    this.block = Buffer.alloc(0);
    this.used = 0;
  }
}

export type BodyLimit = { bytesMax: number; budget: BodyBudget };

const ofAnyone = new BodyBudget(16 * MIB);

/** For a client that has shown its token, or a person who has signed in. */
export const KNOWN: BodyLimit = { bytesMax: BODY_BYTES_MAX, budget: new BodyBudget(8 * MIB) };
/** For a sign-in or a token request, which is read before anybody knows who sends it. */
export const SIGN_IN: BodyLimit = { bytesMax: 256 * KIB, budget: ofAnyone };
/** For a sender that only the body identifies: a delivery to an inspector, or a call of the Inngest server. */
export const UNKNOWN: BodyLimit = { bytesMax: BODY_BYTES_MAX, budget: ofAnyone };

/**
 * Reads a body into memory, up to a limit that is checked as the bytes arrive.
 * @throws ServiceError `too_large`, or `unavailable` while other bodies fill the memory
 */
export async function readBody(
  source: BodySource,
  { bytesMax, budget }: BodyLimit,
): Promise<Buffer> {
  if ((source.announcedBytes ?? 0) > bytesMax) throw overLimit(bytesMax);
  const body = new JoinedBytes();
  let refusal: Error | null = null;
  let stop = () => {};
  const stopped = new Promise<'stopped'>((done) => {
    stop = () => done('stopped');
  });
  const held = budget.open(() => {
    refusal = busy();
    body.clear();
    stop();
  });
  const reading = source.read((chunk) => {
    if (refusal === null && held.bytes + chunk.length > bytesMax) refusal = overLimit(bytesMax);
    if (refusal !== null || !budget.take(held, chunk.length)) return false;
    body.add(chunk);
    return true;
  });
  try {
    const end = await Promise.race([reading, stopped]);
    if (refusal !== null) throw refusal;
    if (end === 'aborted') throw invalidInput([CUT_OFF]);
    return body.whole();
  } finally {
    budget.close(held);
  }
}

const CUT_OFF = { field: null, code: 'cut_off', message: 'The body ended early.' } as const;

/** The refusal of a body that is too large, as received or decoded. */
export function overLimit(bytesMax: number) {
  const limit = bytesMax < BODY_BYTES_MAX ? `${bytesMax / KIB} KiB` : '1 MiB';
  return tooLarge(`The body is over ${limit}.`);
}

const busy = () =>
  unavailable('Too many bodies are being read: try again in a second.', { retryAfterSeconds: 1 });

/** The body of a request of the Fetch API. */
export function bodyOf(request: Request): BodySource {
  const announced = request.headers.get('content-length');
  return {
    announcedBytes: announced === null ? null : Number(announced),
    async read(onChunk) {
      if (request.body === null) return 'ended';
      const reader = request.body.getReader();
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return 'ended';
          if (onChunk(value)) continue;
          await reader.cancel();
          return 'stopped';
        }
      } catch {
        return 'aborted';
      }
    },
  };
}

/** The body of a request of the Fetch API, or the answer that refuses it. */
export async function readRequest(request: Request, limit: BodyLimit): Promise<Buffer | Response> {
  try {
    return await readBody(bodyOf(request), limit);
  } catch (error) {
    if (!isServiceError(error)) throw error;
    if (error.code === 'unavailable') return new Response(error.message, unavailableHead(error));
    return new Response(error.message, { status: error.code === 'too_large' ? 413 : 400 });
  }
}
