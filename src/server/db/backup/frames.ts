import type { Hash } from 'node:crypto';
import { createHash, timingSafeEqual } from 'node:crypto';
import { BackupError } from './backup-error';

/**
 * A backup consists of frames inside of a gzip stream. A frame is a letter, a length of four bytes, and the content.
 *
 * H  the header, as JSON     T  a table begins, as JSON     D  some of its rows, as COPY writes them
 * E  the table ends, as JSON with the number of its rows    Z  the SHA-256 of all frames before it, and its proof
 */
export type FrameKind = 'H' | 'T' | 'D' | 'E' | 'Z';

export type Frame = { kind: FrameKind; body: Buffer };

/** Derives the proof of a checksum from the secret key. It shows that a holder of the key wrote the file. */
export type Prove = (checksum: Buffer) => Buffer;

/** The content of the last frame. */
export type Seal = { checksum: Buffer; proof: Buffer };

/**
 * A restore runs the routines in the file, so the key must prove who wrote it.
 * @throws BackupError for a file that was written or changed without the key
 */
export function requireProof({ checksum, proof }: Seal, prove: Prove): void {
  const expected = prove(checksum);
  if (proof.length === expected.length && timingSafeEqual(proof, expected)) return;
  throw new BackupError(
    'The backup was changed after it was taken, or made without the key that it names: take another copy of it. Nothing was changed.',
  );
}

const CHECKSUM_BYTES = 32;
const HEAD_BYTES = 5;
/** The maximum length of a frame, so that a damaged length cannot make the reader wait for gigabytes. */
const BODY_MAX = 16 * 1024 * 1024;
const ROWS_MAX = 1024 * 1024;

export class FrameWriter {
  private readonly hash: Hash = createHash('sha256');

  constructor(private readonly write: (bytes: Buffer) => Promise<void>) {}

  async json(kind: 'H' | 'T' | 'E', value: unknown): Promise<void> {
    await this.put(kind, Buffer.from(JSON.stringify(value)));
  }

  async rows(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += ROWS_MAX) {
      await this.put('D', bytes.subarray(at, at + ROWS_MAX));
    }
  }

  async end(prove: Prove): Promise<void> {
    const checksum = this.hash.digest();
    await this.put('Z', Buffer.concat([checksum, prove(checksum)]));
  }

  private async put(kind: FrameKind, body: Buffer): Promise<void> {
    const head = Buffer.alloc(HEAD_BYTES);
    head.write(kind, 'latin1');
    head.writeUInt32BE(body.length, 1);
    if (kind !== 'Z') this.hash.update(head).update(body);
    await this.write(head);
    await this.write(body);
  }
}

/** The bytes are not a whole backup. */
export class DamagedFrames extends Error {
  override name = 'DamagedFrames';
}

/**
 * Yields all frames of a backup except the last. Compares the checksum in the last frame and returns it. If it returns,
 * the backup is whole.
 * @throws DamagedFrames
 */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame, Seal> {
  const bytes = new Bytes(source[Symbol.asyncIterator]());
  const hash = createHash('sha256');
  for (;;) {
    const head = await bytes.take(HEAD_BYTES);
    const kind = head.toString('latin1', 0, 1);
    const length = head.readUInt32BE(1);
    if (!isKind(kind) || length > BODY_MAX) throw new DamagedFrames('no frame');
    const body = await bytes.take(length);
    if (kind === 'Z') {
      const checksum = hash.digest();
      if (!body.subarray(0, CHECKSUM_BYTES).equals(checksum)) throw new DamagedFrames('checksum');
      if (await bytes.hasMore()) throw new DamagedFrames('more than a backup');
      return { checksum, proof: body.subarray(CHECKSUM_BYTES) };
    }
    hash.update(head).update(body);
    yield { kind, body };
  }
}

function isKind(letter: string): letter is FrameKind {
  return letter !== '' && 'HTDEZ'.includes(letter);
}

class Bytes {
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly source: AsyncIterator<Buffer>) {}

  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let missing = length; missing > 0; ) {
      if (this.rest.length === 0 && !(await this.hasMore())) throw new DamagedFrames('cut off');
      const part = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  async hasMore(): Promise<boolean> {
    while (this.rest.length === 0) {
      const next = await this.source.next();
      if (next.done) return false;
      this.rest = next.value;
    }
    return true;
  }
}
