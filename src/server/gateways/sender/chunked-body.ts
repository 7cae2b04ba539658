const [LF, CR, ZERO, NINE, A, F, SEMICOLON] = [10, 13, 48, 57, 97, 102, 59];
const END = Buffer.from('\r\n');

/** Where the reader of a chunked body is. The sign behind the data is a line end. */
type State = 'size' | 'extension' | 'data' | 'after' | 'end' | 'over';

/**
 * Follows a chunked body (RFC 9112, section 7.1) to its end, and removes its trailers. Nobody reads them, and the parser
 * would keep each of very many as an object.
 */
export class ChunkedBody {
  private state: State = 'size';
  /** The size in the present line, or the bytes of data that are still to come. */
  private size = 0;

  /** @param onTrailers called if there are trailers: what follows on the connection is unknown */
  constructor(private readonly onTrailers: () => void) {}

  get isOver(): boolean {
    return this.state === 'over';
  }

  /** The part of the bytes that the parser gets. */
  pass(bytes: Buffer): Buffer {
    let at = 0;
    while (at < bytes.length && this.state !== 'over') {
      const byte = bytes[at] ?? 0;
      if (this.state === 'data') {
        const taken = Math.min(this.size, bytes.length - at);
        this.size -= taken;
        at += taken;
        if (this.size === 0) this.state = 'after';
        continue;
      }
      if (this.state === 'end' && byte !== CR && byte !== LF)
        return this.withoutTrailers(bytes, at);
      at += 1;
      if (byte === LF) this.endLine();
      else if (this.state === 'size') this.readSize(byte);
    }
    return bytes;
  }

  private endLine(): void {
    if (this.state === 'end') this.state = 'over';
    else if (this.state === 'after') this.beginSize();
    else this.state = this.size === 0 ? 'end' : 'data';
  }

  private beginSize(): void {
    this.state = 'size';
    this.size = 0;
  }

  private readSize(byte: number): void {
    const lower = byte | 32;
    if (byte >= ZERO && byte <= NINE) this.size = this.size * 16 + byte - ZERO;
    else if (lower >= A && lower <= F) this.size = this.size * 16 + lower - A + 10;
    else if (byte === SEMICOLON) this.state = 'extension';
  }

  private withoutTrailers(bytes: Buffer, at: number): Buffer {
    this.state = 'over';
    this.onTrailers();
    return Buffer.concat([bytes.subarray(0, at), END]);
  }
}
