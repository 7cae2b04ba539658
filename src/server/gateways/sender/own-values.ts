import { bytesOf, encodedOf, usualOf } from './spellings';
import { type Effort, TextIndex } from './text-index';

/** The shortest value, or beginning of a value, that is masked. A shorter one would match by chance. */
const VALUE_LENGTH_MIN = 6;
/** The values in all parts of the headers. */
const PARTS_MAX = 20;
/** For one answer. More is needed by an answer that repeats values or their beginnings very often. */
const EFFORT = 1_500_000;
/** The cost of all readings of a text, for each of its characters. */
const READ = 8;
/** A spelling can be spelled again, for example in an address within an address. */
const DECODED_TIMES = 3;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  sol: '/',
  plus: '+',
  equals: '=',
  period: '.',
  lowbar: '_',
  colon: ':',
  comma: ',',
  num: '#',
  percnt: '%',
  commat: '@',
  bsol: '\\',
  dollar: '$',
  excl: '!',
  ast: '*',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  lcub: '{',
  rcub: '}',
  quest: '?',
  semi: ';',
  hat: '^',
  grave: '`',
  verbar: '|',
  vert: '|',
  tab: '\t',
};
/** Characters as JSON, JavaScript, addresses and HTML write them. */
const SPELLED = new RegExp(
  [
    '%([0-9a-f]{2})',
    '[\\\\%]u([0-9a-f]{4})',
    '\\\\u\\{([0-9a-f]{1,12})\\}',
    '\\\\x([0-9a-f]{2})',
    '\\\\([0-7]{3})',
    '&#x([0-9a-f]{1,12});?',
    '&#([0-9]{1,12});?',
    `&(${Object.keys(NAMED).join('|')});?`,
  ].join('|'),
  'gi',
);
/** The end of a cut text can be a part of such a spelling. */
const UNFINISHED =
  /(?:%[0-9a-f]?|\\(?:u[0-9a-f]{0,3}|u\{[0-9a-f]{0,12}|x[0-9a-f]?|[0-7]{0,2})|&#?[0-9a-z]{0,14})$/i;
/** As mails write characters. Apart from the others, because an equals sign often stands before a value. */
const QUOTED = /=([0-9a-f]{2})/gi;

const charOf = (code: number) => (code < 128 ? String.fromCharCode(code) : ' ');

const decodedOnce = (text: string) =>
  text.replace(SPELLED, (_, address, json, braced, hex, octal, htmlHex, html, name) => {
    const inHex = address ?? json ?? braced ?? hex ?? htmlHex;
    if (inHex !== undefined) return charOf(Number.parseInt(inHex, 16));
    if (octal !== undefined) return charOf(Number.parseInt(octal, 8));
    return html === undefined ? (NAMED[name.toLowerCase()] ?? ' ') : charOf(Number(html));
  });

/** Letters and digits only: line ends, signs between hexadecimal digits and zero bytes of UTF-16 are not there. */
const reduced = (text: string) => text.replace(/[^0-9a-z]+/gi, '').toLowerCase();

/** JSON writes it with a letter, which is none of the value. */
const TAB = /\\t/g;

/** The text in each way to read it. */
function readings(text: string, isCut: boolean): Set<string> {
  const finished = (part: string) => (isCut ? part.replace(UNFINISHED, '') : part);
  let reading = finished(text.replaceAll('\0', '').replace(/\\{2,}/g, '\\'));
  const found = new Set([text, reading]);
  // A form writes a space as a plus sign.
  if (reading.includes('+') && reading.includes('%'))
    found.add(decodedOnce(reading.replaceAll('+', ' ')));
  if (reading.includes('\\t')) found.add(reading.replace(TAB, ' '));
  if (reading.includes('='))
    found.add(reading.replace(QUOTED, (_, hex) => charOf(Number.parseInt(hex, 16))));
  for (let times = 0; times < DECODED_TIMES && /[%\\&]/.test(reading); times += 1) {
    const next = decodedOnce(reading);
    if (next === reading) break;
    reading = finished(next);
    found.add(reading);
  }
  return found;
}

/** The name and password of HTTP Basic, and the password alone. */
function decoded(scheme: string, credentials: string): string[] {
  if (scheme.toLowerCase() !== 'basic') return [];
  const pair = Buffer.from(credentials, 'base64').toString('latin1');
  return [pair, pair.slice(pair.indexOf(':') + 1)];
}

/**
 * The values in `sid=...; other=...` or `token="..."`, which an endpoint may repeat apart. Other words of a value can be
 * ordinary ones.
 */
const partsOf = (value: string) =>
  [...value.matchAll(/="?([^=;,"\s]{8,})/g)].map(([, part = '']) => part);

/** The length of the longest beginning of `value` at the end of `text`. Takes linear time (Knuth, Morris, Pratt). */
function overlap(text: string, value: string): number {
  const joined = `${value}\n${text.slice(-value.length)}`;
  const border = new Uint32Array(joined.length);
  let length = 0;
  for (let at = 1; at < joined.length; at += 1) {
    while (length > 0 && joined[at] !== joined[length]) length = border[length - 1] ?? 0;
    if (joined[at] === joined[length]) length += 1;
    border[at] = length;
  }
  return length;
}

/** A value to find: its usual spellings in small letters, longest first. */
type Sought = { usual: string[] };

/** Masks our own values in texts. */
export class OwnValues {
  /** Longest first, so that no part of a longer value remains. */
  private readonly sought: readonly Sought[];
  private readonly index = new TextIndex<Sought>(VALUE_LENGTH_MIN);
  /** Values of signs, of which too little is left to search for. They are found as they are written. */
  private readonly signs = new TextIndex<Sought>(VALUE_LENGTH_MIN);
  private hasSigns = false;

  /**
   * @param values as they were sent, such as `Bearer abc`
   * @param keys bytes that are secret in any writing
   */
  constructor(values: readonly string[], keys: readonly Buffer[] = []) {
    const whole: string[] = [];
    for (const value of values) {
      const [, scheme = '', credentials = ''] = /^([\w-]+)\s+(\S.*)$/.exec(value) ?? [];
      whole.push(value, credentials, ...decoded(scheme, credentials));
    }
    const parts = values.flatMap(partsOf).slice(0, PARTS_MAX);
    this.sought = [
      ...longestFirst([...whole, ...parts]).map((value) => {
        const encoded = encodedOf(value);
        return this.seek([...usualOf(value), ...encoded], [value, ...encoded]);
      }),
      ...keys.map((key) => this.seek(bytesOf(key), bytesOf(key))),
    ];
  }

  private seek(usual: readonly string[], written: readonly string[]): Sought {
    const one = { usual: longestFirst(usual.map((text) => text.toLowerCase())) };
    for (const text of longestFirst(written.map(reduced))) this.index.add(text, one);
    const [value = ''] = written;
    if (reduced(value).length < VALUE_LENGTH_MIN && value.length >= VALUE_LENGTH_MIN) {
      for (const text of one.usual) this.signs.add(text, one);
      this.hasSigns = true;
    }
    return one;
  }

  /** The effort for one answer. Without any left, every text of it is masked. */
  static effort(): Effort {
    return { left: EFFORT };
  }

  isIn(text: string, effort: Effort): boolean {
    return this.foundIn(text, effort, false).size > 0 || effort.left < 0;
  }

  /**
   * Masks the values. If one is written in an unusual way, masks the whole text.
   * @param isCut the text was cut off at its end, possibly within a value
   */
  replaceIn(text: string, hidden: string, effort: Effort, isCut = false): string {
    let rest = text;
    let found = this.foundIn(rest, effort, isCut);
    // The longest comes first, because a value without one of its parts is not found any more.
    for (const one of this.sought) {
      if (effort.left < 0) break;
      if (!found.has(one)) continue;
      const before = rest;
      rest = one.usual.reduce((left, value) => without(left, value, hidden, isCut), rest);
      if (rest === before) return hidden;
      found = this.foundIn(rest, effort, isCut);
      if (found.has(one)) return hidden;
    }
    if (effort.left < 0) return hidden;
    return isCut ? this.withoutBeginnings(rest, hidden) : rest;
  }

  /** Masks the beginning of a value at the end of a cut text, also one of few letters and digits. */
  private withoutBeginnings(text: string, hidden: string): string {
    for (const { usual } of this.sought) {
      const rest = usual.reduce((left, value) => withoutBeginning(left, value, hidden), text);
      if (rest !== text) return rest;
    }
    return text;
  }

  /** The values in any reading of the text. */
  private foundIn(text: string, effort: Effort, isCut: boolean): Set<Sought> {
    const found = new Set<Sought>();
    if (this.sought.length === 0 || text.length < VALUE_LENGTH_MIN || effort.left < 0) return found;
    effort.left -= READ * text.length;
    for (const reading of readings(text, isCut)) {
      this.index.search(reduced(reading), isCut, effort, found);
      if (this.hasSigns) this.signs.search(reading.toLowerCase(), isCut, effort, found);
    }
    return found;
  }
}

function without(text: string, value: string, hidden: string, isCut: boolean): string {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return text;
  let rest = '';
  let from = 0;
  for (let at = lower.indexOf(value); at !== -1; at = lower.indexOf(value, from)) {
    rest += text.slice(from, at) + hidden;
    from = at + value.length;
  }
  rest += text.slice(from);
  return isCut ? withoutBeginning(rest, value, hidden) : rest;
}

function withoutBeginning(text: string, value: string, hidden: string): string {
  const cut = overlap(text.slice(-value.length).toLowerCase(), value);
  return cut >= VALUE_LENGTH_MIN ? text.slice(0, -cut) + hidden : text;
}

/** Longest first, so that no part of a longer value remains. */
const longestFirst = (values: readonly string[]) =>
  [...new Set(values)]
    .filter(({ length }) => length >= VALUE_LENGTH_MIN)
    .sort((a, b) => b.length - a.length);
