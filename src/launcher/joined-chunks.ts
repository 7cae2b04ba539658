import { IncomingMessage } from 'node:http';

/** Chunks of at least this size pass as they are. */
const SMALL_BYTES = 1024;
/** Small ones are joined up to this size. */
const JOINED_BYTES = 16 * 1024;
/** No client sends this many chunks of so few bytes on average, and each takes about as long as one of 64 KiB. */
const TINY = { count: 2_000, bytes: 64 };

/**
 * A request that joins the small chunks of its body that arrive together. A chunk of one byte is an object of a hundred
 * bytes, and streams count bytes alone, so that many of them would fill the memory. Very many end the connection.
 */
export class JoinedRequest extends IncomingMessage {
  /** A single small chunk is not copied. */
  private first: Buffer | null = null;
  private joined: Buffer | null = null;
  private length = 0;
  private count = 0;
  private bytes = 0;
  /** Whether the stream takes more. */
  private takesMore = true;

  override push(chunk: unknown): boolean {
    if (!Buffer.isBuffer(chunk) || chunk.length >= SMALL_BYTES) {
      this.flush();
      this.takesMore = super.push(chunk);
      return this.takesMore;
    }
    this.count += 1;
    this.bytes += chunk.length;
    if (this.count > TINY.count && this.bytes < TINY.bytes * this.count) this.destroy();
    if (this.destroyed) return false;
    if (this.first === null && this.joined === null) {
      this.first = chunk;
      // After the chunks that have arrived together. A microtask runs between two of them.
      setImmediate(() => this.flush());
      return this.takesMore;
    }
    if (this.joined === null) {
      this.joined = Buffer.allocUnsafe(JOINED_BYTES);
      this.copy(this.first ?? Buffer.alloc(0));
      this.first = null;
    }
    this.copy(chunk);
    if (this.length > JOINED_BYTES - SMALL_BYTES) this.flush();
    return this.takesMore;
  }

  private copy(chunk: Buffer): void {
    if (this.joined !== null) this.length += chunk.copy(this.joined, this.length);
  }

  private flush(): void {
    // A copy, so that a few bytes do not keep the block.
    const whole = this.first ?? (this.joined && Buffer.from(this.joined.subarray(0, this.length)));
    this.first = null;
    this.joined = null;
    this.length = 0;
    if (whole !== null && !this.destroyed) this.takesMore = super.push(whole);
  }
}
