/** The shortest value, or beginning of a value, that is masked. A shorter one would match by chance. */
const VALUE_LENGTH_MIN = 6;

const NAMED: Readonly<Record<string, string>> = {
  '&': 'amp',
  '"': 'quot',
  "'": 'apos',
  '<': 'lt',
  '>': 'gt',
};
/** More spellings of a character: a space in a form, base64 in an address. */
const OTHERWISE: Readonly<Record<string, string>> = {
  ' ': '(?:\\+|%(?:25){0,3}2b)',
  '+': '-',
  '/': '_',
};
/** The end of a cut text may be an unfinished character, such as `&#x2`. */
const SPELLING_LENGTH_MAX = 16;

const known = new Map<string, { source: string; each: RegExp[] }>();

/** An escape sign of JSON or HTML, which may itself be percent-encoded. */
const sign = (hex: string) => `(?:\\x${hex}|%(?:25){0,3}${hex}|\\\\{1,8}u00${hex})`;
const [AMPERSAND, HASH, SEMICOLON] = [sign('26'), sign('23'), sign('3b')];
const BACKSLASH = '(?:\\\\|%(?:25){0,3}5c)';
/** A backslash that JSON has escaped up to three times. */
const REPEATED_MAX = 8;
/** The longest run of backslashes that is matched; a longer run counts as this long. */
const BACKSLASHES_MAX = 8;

/** A character of a value with the number of backslashes before it. The last piece may have backslashes alone. */
type Piece = { backslashes: number; char: string };

/** A run of backslashes is one piece. With one piece for each backslash, the number of ways to match would multiply. */
const piecesOf = (value: string): Piece[] =>
  [...value.matchAll(/(\\*)([^\\]?)/g)]
    .map(([, run = '', char = '']) => ({
      backslashes: Math.min(run.length, BACKSLASHES_MAX),
      char,
    }))
    .filter(({ backslashes, char }) => backslashes > 0 || char !== '');

/**
 * The spellings of a piece in plain text, JSON, addresses and HTML, each also within another. The repetitions are
 * bounded, so that no answer makes the search long.
 */
function spellingsOf({ backslashes: own, char }: Piece): string[] {
  const before = own === 0 ? '' : `${BACKSLASH}{${own},${REPEATED_MAX * own}}`;
  if (char === '' || /[a-z0-9]/i.test(char)) return [before + char];
  const most = REPEATED_MAX * (own + 1);
  const code = char.charCodeAt(0);
  const hex = code.toString(16).padStart(2, '0');
  const named = Object.hasOwn(NAMED, char) ? `|${NAMED[char]}` : '';
  return [
    `${BACKSLASH}{${own},${most}}\\x${hex}`,
    ...[0, 1, 2, 3].map((times) => `${BACKSLASH}{${own},${most}}%(?:25){${times}}${hex}`),
    `${BACKSLASH}{${own + 1},${most}}u00${hex}`,
    `${before}${AMPERSAND}(?:amp${SEMICOLON}){0,3}(?:${HASH}0{0,4}${code}|${HASH}x0{0,4}${hex}${named})${SEMICOLON}`,
    ...(Object.hasOwn(OTHERWISE, char) ? [before + OTHERWISE[char]] : []),
  ];
}

function knownOf(piece: Piece) {
  const key = `${piece.backslashes}${piece.char}`;
  let found = known.get(key);
  if (found === undefined) {
    const spellings = spellingsOf(piece);
    const each = spellings.map((spelling) => new RegExp(spelling, 'iy'));
    found = { source: `(?:${spellings.join('|')})`, each };
    known.set(key, found);
  }
  return found;
}

/** A value to find in every spelling that a receiver may use. */
type Sought = { pieces: Piece[]; beginning: RegExp };

function sought(value: string): Sought {
  const source = piecesOf(value.slice(0, VALUE_LENGTH_MIN)).map((piece) => knownOf(piece).source);
  return { pieces: piecesOf(value), beginning: new RegExp(source.join(''), 'gi') };
}

/** The matches that may still be tried, because a text can begin a long value at each of its characters. */
type Tries = { left: number };
/** The tries for each character of a text. A text that contains only values needs a third of them. */
const TRIES = 24;

/** The fewest tries, so that a short text with several similar values is still searched. */
const TRIES_LENGTH_MIN = 64;

type Place = { text: string; from: number; isCut: boolean };

/**
 * The end of the value that begins at `from`. Null if no value begins there. The end of the text if no tries are left.
 */
function endIn({ text, from, isCut }: Place, pieces: readonly Piece[], tries: Tries) {
  // Several spellings can match if one is the beginning of another.
  let ends = [from];
  for (const piece of pieces) {
    const next = new Set<number>();
    for (const at of ends) {
      const { each } = knownOf(piece);
      tries.left -= each.length;
      if (tries.left < 0) return text.length;
      for (const spelling of each) {
        spelling.lastIndex = at;
        if (spelling.test(text)) next.add(spelling.lastIndex);
      }
    }
    if (next.size === 0) {
      const lengthMax = SPELLING_LENGTH_MAX * (1 + piece.backslashes);
      const isUnfinished = isCut && text.length - Math.max(...ends) < lengthMax;
      return isUnfinished ? text.length : null;
    }
    ends = [...next];
  }
  return Math.max(...ends);
}

type How = { hidden: string; isCut: boolean; tries: Tries };

function without(text: string, { pieces, beginning }: Sought, { hidden, isCut, tries }: How) {
  let rest = '';
  let from = 0;
  beginning.lastIndex = 0;
  for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
    const end = endIn({ text, from: found.index, isCut }, pieces, tries);
    beginning.lastIndex = end ?? found.index + 1;
    if (end === null) continue;
    rest += text.slice(from, found.index) + hidden;
    from = end;
  }
  return from === 0 ? text : rest + text.slice(from);
}

/** The base64 of the bytes at each offset in a longer text, without the characters that also contain other bytes. */
function inBase64(value: string): string[] {
  return [0, 1, 2].map((before) => {
    const bits = (before + value.length) * 8;
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]).toString('base64');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  });
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
  [...value.matchAll(/="?([^=;,"\s]{8,})/g)].map(([, part = '']) => part).slice(0, PARTS_MAX);
/** Each costs a search of every answer. */
const PARTS_MAX = 20;

/** The text without the zero bytes of UTF-16, and without the line ends of MIME. */
const squeezed = (text: string) => text.replace(/[\s\0]+/g, '').toLowerCase();

/** Masks our own values in texts. */
export class OwnValues {
  private readonly plain: string[];
  private readonly spelled: Sought[];
  private readonly squeezed: string[];

  /** @param values as they were sent, such as `Bearer abc` */
  constructor(values: readonly string[]) {
    const whole: string[] = [];
    const encoded: string[] = [];
    for (const value of values) {
      const [, scheme = '', credentials = ''] = /^([\w-]+)\s+(\S.*)$/.exec(value) ?? [];
      const inner = decoded(scheme, credentials);
      whole.push(value, credentials, ...inner);
      // Shorter than the value, so each is sought after it.
      encoded.push(...partsOf(value));
      // The base64 of a longer value contains the base64 of its part.
      for (const one of [credentials || value, ...inner])
        encoded.push(...inBase64(one), Buffer.from(one).toString('hex'));
    }
    this.plain = longestFirst(whole);
    const all = longestFirst([...whole, ...encoded]);
    this.spelled = all.map(sought);
    this.squeezed = longestFirst(all.map(squeezed));
  }

  isIn(text: string): boolean {
    return this.spelled.some(({ beginning }) => {
      beginning.lastIndex = 0;
      return beginning.test(text);
    });
  }

  /** The text has a value whose characters do not follow each other, so it cannot be masked alone. */
  isSpreadOver(text: string): boolean {
    if (this.squeezed.length === 0) return false;
    const rest = squeezed(text);
    return this.squeezed.some((value) => rest.includes(value));
  }

  /**
   * Masks the rest of the text if the search takes too many tries.
   * @param isCut the text was cut off at its end, possibly within a value
   */
  replaceIn(text: string, hidden: string, isCut = false): string {
    const rest = this.plain.reduce((left, value) => left.replaceAll(value, hidden), text);
    const how = { hidden, isCut, tries: { left: TRIES * Math.max(text.length, TRIES_LENGTH_MIN) } };
    return this.spelled.reduce((left, one) => without(left, one, how), rest);
  }
}

/** Longest first, so that no part of a longer value remains. */
const longestFirst = (values: readonly string[]) =>
  [...new Set(values)]
    .filter(({ length }) => length >= VALUE_LENGTH_MIN)
    .sort((a, b) => b.length - a.length);
