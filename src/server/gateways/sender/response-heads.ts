import type { Socket } from 'node:net';

/** The limit of the parser. A longer head passes unchanged, and the parser refuses it. */
const HEAD_BYTES_MAX = 16_384;
const PROTOCOL = 'HTTP/1.';
const NOTHING = Buffer.alloc(0);
const LENGTHS = /(?<=\n)content-length[ \t]*:([^\r\n]*)\r?\n/gi;

/**
 * The replacement for an interim answer. The headers of an interim answer do not concern the final answer, but the
 * parser would apply them to the connection.
 */
const INTERIM = Buffer.from('HTTP/1.1 102 Processing\r\n\r\n');

/**
 * Makes the heads of answers readable for the parser, which is stricter than HTTP. Clients must skip an interim answer
 * that nobody requested (RFC 9110, 15.2), but the parser ends at a 100, and at one with `connection: close`. Each one
 * passes as a 102 without headers, which the parser skips. Equal `Content-Length`s count as one (RFC 9112, 6.3).
 * Everything else passes unchanged.
 */
export class ResponseHeads {
  private held: Buffer = NOTHING;
  private isInHead = false;

  /** @param onByte called for a byte of an answer, which may be held until its head is complete */
  constructor(
    socket: Socket,
    private readonly onByte: () => void,
  ) {
    const read = socket.read.bind(socket);
    // The parser reads the received bytes here.
    socket.read = (size?: number) => {
      for (;;) {
        const chunk: Buffer | null = read(size);
        if (chunk === null || !this.isInHead) return chunk;
        const passed = this.pass(chunk);
        if (passed.length > 0) return passed;
      }
    };
  }

  /** A request is sent, so a head comes next. */
  expect(): void {
    this.held = NOTHING;
    this.isInHead = true;
  }

  private pass(chunk: Buffer): Buffer {
    this.onByte();
    if (this.held.length === 0 && isPlain(chunk)) {
      this.isInHead = false;
      return chunk;
    }
    let rest = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const passed: Buffer[] = [];
    while (this.isInHead) {
      const end = endOfHead(rest);
      if (end === -1) {
        if (rest.length <= HEAD_BYTES_MAX && canBeHead(rest)) {
          this.held = rest;
          return joined(passed);
        }
        this.isInHead = false;
        break;
      }
      const head = rest.subarray(0, end);
      const status = statusOf(head);
      this.isInHead = status >= 100 && status < 200 && status !== 101;
      passed.push(this.isInHead ? INTERIM : readable(head));
      rest = rest.subarray(end);
    }
    this.held = NOTHING;
    return joined([...passed, rest]);
  }
}

const [LF, CR, COMMA, DASH, ONE, H, C, L] = [10, 13, 44, 45, 49, 72, 99, 108];

/**
 * A complete head of a final answer with one length, as nearly all are. It is recognized from its bytes only, because
 * this runs often.
 */
function isPlain(bytes: Buffer): boolean {
  // HTTP/1.1 200
  if (bytes[0] !== H || bytes[9] === ONE) return false;
  let lengths = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    const first = bytes[at + 1];
    if (first === LF || (first === CR && bytes[at + 2] === LF)) return true;
    // content-length. No other common name has that shape.
    if (isLetter(first, C) && bytes[at + 8] === DASH && isLetter(bytes[at + 9], L)) {
      lengths += 1;
      const end = bytes.indexOf(LF, at + 1);
      if (lengths > 1 || bytes.subarray(at, end === -1 ? bytes.length : end).includes(COMMA))
        return false;
    }
  }
  return false;
}

const isLetter = (byte: number | undefined, lower: number) =>
  byte !== undefined && (byte | 32) === lower;

const joined = (parts: Buffer[]): Buffer =>
  parts.length === 1 ? (parts[0] ?? NOTHING) : Buffer.concat(parts);

/** The position after the empty line, with any line ending. -1 if it has not arrived. */
function endOfHead(bytes: Buffer): number {
  const [ending, bare] = [bytes.indexOf('\n\r\n'), bytes.indexOf('\n\n')];
  if (ending === -1 && bare === -1) return -1;
  return bare === -1 || (ending !== -1 && ending < bare) ? ending + 3 : bare + 2;
}

/** Whether the bytes can still become a status line. */
function canBeHead(bytes: Buffer): boolean {
  const begin = bytes.toString('latin1', 0, 40).replace(/^[\r\n]+/, '');
  return begin.startsWith(PROTOCOL) || PROTOCOL.startsWith(begin);
}

/** Returns 0 for a text that is not a status line. */
function statusOf(head: Buffer): number {
  const [, status] =
    /^[\r\n]*HTTP\/1\.[01] (\d{3})[ \r]/.exec(head.toString('latin1', 0, 40)) ?? [];
  return Number(status ?? 0);
}

function readable(head: Buffer): Buffer {
  const text = head.toString('latin1');
  const values = [...text.matchAll(LENGTHS)].flatMap(([, value = '']) => value.split(','));
  if (values.length < 2 || new Set(values.map((value) => value.trim())).size > 1) return head;
  let isFirst = true;
  const once = text.replace(LENGTHS, () => {
    const kept = isFirst ? `content-length:${values[0]}\r\n` : '';
    isFirst = false;
    return kept;
  });
  return Buffer.from(once, 'latin1');
}
