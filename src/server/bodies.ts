import { invalidInput, isServiceError, tooLarge, unavailable } from '@/domain/errors';
import { unavailableHead } from '@/domain/unavailable';

const KIB = 1024;
const MIB = 1024 * KIB;
export const BODY_BYTES_MAX = MIB;

/** A body that nobody has read yet, whatever server it comes through. */
export type BodySource = {
  /** What the request says; null if it does not. */
  announcedBytes: number | null;
  /** Hands over the chunks until the body ends, `onChunk` returns false, or the client is gone. */
  read(onChunk: (chunk: Uint8Array) => boolean): Promise<'ended' | 'stopped' | 'aborted'>;
};

/** Bytes of bodies that are being read, all requests of this process together. */
class BodyBudget {
  private held = 0;

  constructor(private readonly bytesMax: number) {}

  take(bytes: number): boolean {
    if (this.held + bytes > this.bytesMax) return false;
    this.held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.held -= bytes;
  }
}

export type BodyLimit = { bytesMax: number; budget: BodyBudget };

const ofAnyone = new BodyBudget(16 * MIB);

/** Of a client that has shown its token, or a person who has signed in. */
export const KNOWN: BodyLimit = { bytesMax: BODY_BYTES_MAX, budget: new BodyBudget(64 * MIB) };
/** Of a sign-in or a token: read before anybody knows who sends it. */
export const SIGN_IN: BodyLimit = { bytesMax: 256 * KIB, budget: ofAnyone };
/** Of someone whom the reader has to know by the body itself: a delivery, or a call of the Inngest server. */
export const UNKNOWN: BodyLimit = { bytesMax: BODY_BYTES_MAX, budget: ofAnyone };

/**
 * Reads a body into memory, up to a limit that is checked as the bytes come.
 * @throws ServiceError `too_large`, or `unavailable` while others fill the memory for unread bodies
 */
export async function readBody(
  source: BodySource,
  { bytesMax, budget }: BodyLimit,
): Promise<Buffer> {
  if ((source.announcedBytes ?? 0) > bytesMax) throw overLimit(bytesMax);
  const chunks: Uint8Array[] = [];
  let length = 0;
  let refusal: Error | null = null;
  try {
    const end = await source.read((chunk) => {
      if (length + chunk.length > bytesMax) refusal = overLimit(bytesMax);
      else if (!budget.take(chunk.length)) refusal = busy();
      if (refusal !== null) return false;
      length += chunk.length;
      chunks.push(chunk);
      return true;
    });
    if (refusal !== null) throw refusal;
    if (end === 'aborted') throw invalidInput([CUT_OFF]);
    const [first] = chunks;
    return chunks.length === 1 && first instanceof Buffer ? first : Buffer.concat(chunks);
  } finally {
    budget.give(length);
  }
}

const CUT_OFF = { field: null, code: 'cut_off', message: 'The body ended early.' } as const;

/** The refusal of a body, as it came or decoded. */
export function overLimit(bytesMax: number) {
  const limit = bytesMax < BODY_BYTES_MAX ? `${bytesMax / KIB} KiB` : '1 MiB';
  return tooLarge(`The body is over ${limit}.`);
}

const busy = () =>
  unavailable('Too many bodies are being read: try again in a second.', { retryAfterSeconds: 1 });

/** That of a request of the Fetch API. */
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
