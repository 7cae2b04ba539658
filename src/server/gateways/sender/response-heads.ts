import type { Socket } from 'node:net';
import { HEADERS_KEPT } from '@/contracts/header-pairs';
import { ChunkedBody } from './chunked-body';

/** The limit of the parser, which counts only the letters of names and values. */
const LETTERS_MAX = 16_384;
/** The longest head that is read. */
const HEAD_BYTES_MAX = 65_536;
/** The parser holds the name and the value of each line until the answer ends. */
const FRAMING_MAX = 40;
const LINES_MAX = HEADERS_KEPT + FRAMING_MAX + 10;
/** The replacement for a head that is too long: the parser refuses it for that reason. */
const TOO_LONG = Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(LETTERS_MAX)}\r\n\r\n`);
const PROTOCOL = 'HTTP/1.';
const NOTHING = Buffer.alloc(0);
/** Headers that say where the answer ends and what becomes of the connection. */
const FRAMING = /^(content-length|transfer-encoding|connection|keep-alive)[ \t]*:/i;
const CHUNKED = /\ntransfer-encoding[ \t]*:[^\r\n]*\bchunked\b/i;
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
 * Very many headers pass only in part, an endless head as one that is too long, and trailers not at all. Everything else passes unchanged.
 */
export class ResponseHeads {
  private held: Buffer = NOTHING;
  private isInHead = false;
  private body: ChunkedBody | null = null;

  /**
   * @param onByte called for a byte of an answer, which may be held until its head is complete
   * @param onTrailers called if an answer has trailers: the connection cannot be used again
   */
  constructor(
    socket: Socket,
    private readonly onByte: () => void,
    private readonly onTrailers: () => void,
  ) {
    const read = socket.read.bind(socket);
    // The parser reads the received bytes here.
    socket.read = (size?: number) => {
      for (;;) {
        const chunk: Buffer | null = read(size);
        if (chunk === null) return null;
        const passed = this.isInHead ? this.pass(chunk) : this.bodyOf(chunk);
        if (passed.length > 0) return passed;
      }
    };
  }

  /** A request is sent, so a head comes next. */
  expect(): void {
    this.held = NOTHING;
    this.isInHead = true;
    this.body = null;
  }

  private bodyOf(bytes: Buffer): Buffer {
    return this.body?.pass(bytes) ?? bytes;
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
        if (canBeHead(rest)) rest = TOO_LONG;
        break;
      }
      const head = rest.subarray(0, end);
      const status = statusOf(head);
      this.isInHead = status >= 100 && status < 200 && status !== 101;
      if (!this.isInHead && CHUNKED.test(head.toString('latin1')))
        this.body = new ChunkedBody(this.onTrailers);
      passed.push(this.isInHead ? INTERIM : readable(head));
      rest = rest.subarray(end);
    }
    this.held = NOTHING;
    return joined([...passed, this.bodyOf(rest)]);
  }
}

const [LF, CR, COMMA, DASH, ONE, H, C, L, T] = [10, 13, 44, 45, 49, 72, 99, 108, 116];

/**
 * A complete head of a final answer with one length and not too many lines, as most are. It is recognized from its bytes only, because
 * this runs often.
 */
function isPlain(bytes: Buffer): boolean {
  // HTTP/1.1 200
  if (bytes[0] !== H || bytes[9] === ONE) return false;
  let lengths = 0;
  let lines = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    const first = bytes[at + 1];
    if (first === LF || (first === CR && bytes[at + 2] === LF)) return at <= HEAD_BYTES_MAX;
    lines += 1;
    // transfer-encoding
    if (lines > LINES_MAX || (isLetter(first, T) && bytes[at + 9] === DASH)) return false;
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
  const ending = bytes.indexOf('\n\r\n');
  // Not further, because one head follows another in a flood of them.
  const bare = (ending === -1 ? bytes : bytes.subarray(0, ending + 1)).indexOf('\n\n');
  if (bare !== -1) return bare + 2;
  return ending === -1 ? -1 : ending + 3;
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
  if (head.length > HEAD_BYTES_MAX) return TOO_LONG;
  const text = head.toString('latin1');
  const lines = text.split('\n');
  if (lines.length > LINES_MAX) return withFewLines(lines);
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

/** The first headers, and those that the parser needs. The parser refuses lengths that differ. */
function withFewLines(lines: readonly string[]): Buffer {
  const kept = lines.slice(0, HEADERS_KEPT + 1);
  const framing = lines.slice(HEADERS_KEPT + 1).filter((line) => FRAMING.test(line));
  if (framing.length > FRAMING_MAX) return TOO_LONG;
  return readable(Buffer.from(`${[...kept, ...framing].join('\n')}\n\r\n`, 'latin1'));
}
