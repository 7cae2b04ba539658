/** So many characters of a value tell that it begins. A shorter value would be found by chance. */
const VALUE_LENGTH_MIN = 6;

const NAMED: Readonly<Record<string, string>> = {
  '&': 'amp',
  '"': 'quot',
  "'": 'apos',
  '<': 'lt',
  '>': 'gt',
};
/** How a receiver may write a character besides: a form its space, an address its base64. */
const OTHERWISE: Readonly<Record<string, string>> = {
  ' ': '(?:\\+|%(?:25){0,3}2b)',
  '+': '-',
  '/': '_',
};
/** Where a piece is cut off, its last character may be unfinished, such as `&#x2`. */
const SPELLING_LENGTH_MAX = 16;

const known = new Map<string, { source: string; each: RegExp[] }>();

/** A sign of JSON or HTML, which an address may spell in turn. */
const sign = (hex: string) => `(?:\\x${hex}|%(?:25){0,3}${hex}|\\\\{1,8}u00${hex})`;
const [AMPERSAND, HASH, SEMICOLON] = [sign('26'), sign('23'), sign('3b')];
const BACKSLASH = '(?:\\\\|%(?:25){0,3}5c)';
/** A backslash within JSON within JSON within JSON. */
const REPEATED_MAX = 8;
/** More in a row are looked for as if they were so many. */
const BACKSLASHES_MAX = 8;

/** A character of a value, and how many backslashes stand before it; at the end of the value maybe these alone. */
type Piece = { backslashes: number; char: string };

/**
 * A run of backslashes is one piece: piece by piece there would be too many ways to share those of a text among those of
 * the value.
 */
const piecesOf = (value: string): Piece[] =>
  [...value.matchAll(/(\\*)([^\\]|$)/g)]
    .map(([, run = '', char = '']) => ({
      backslashes: Math.min(run.length, BACKSLASHES_MAX),
      char,
    }))
    .filter(({ backslashes, char }) => backslashes > 0 || char !== '');

/**
 * The spellings of a piece in plain text, JSON, addresses and HTML, each also within another. The numbers of repetitions
 * are bounded, so that no answer makes the search long.
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

/** Finds a value in whatever spelling a receiver repeats it. */
type Sought = { pieces: Piece[]; beginning: RegExp };

function sought(value: string): Sought {
  const source = piecesOf(value.slice(0, VALUE_LENGTH_MIN)).map((piece) => knownOf(piece).source);
  return { pieces: piecesOf(value), beginning: new RegExp(source.join(''), 'gi') };
}

/** How many spellings may still be tried: a text can begin a long value at each of its characters. */
type Tries = { left: number };
/** For each character of a text. One that holds values and nothing else needs a third. */
const TRIES = 24;

/** A few headers of the same beginning are no reason to hide a short text. */
const TRIES_LENGTH_MIN = 64;

type Place = { text: string; from: number; isCut: boolean };

/** The end of the value in a text, where it stands from `from` on; null where it does not. That of the text where the tries end. */
function endIn({ text, from, isCut }: Place, pieces: readonly Piece[], tries: Tries) {
  // Several where a spelling of one character begins that of another.
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

/** What base64 makes of the bytes wherever they stand in a longer text, without the characters that hold other bits. */
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

/** Takes values of ours out of texts. */
export class OwnValues {
  private readonly plain: string[];
  private readonly spelled: Sought[];

  /** @param values as they were sent, such as `Bearer abc` */
  constructor(values: readonly string[]) {
    const whole: string[] = [];
    const encoded: string[] = [];
    for (const value of values) {
      const [, scheme = '', credentials = ''] = /^([\w-]+)\s+(.+)$/.exec(value) ?? [];
      const inner = decoded(scheme, credentials);
      whole.push(value, credentials, ...inner);
      // That of the inner part stands in that of the whole.
      for (const one of [credentials || value, ...inner])
        encoded.push(...inBase64(one), Buffer.from(one).toString('hex'));
    }
    this.plain = longestFirst(whole);
    this.spelled = longestFirst([...whole, ...encoded]).map(sought);
  }

  isIn(text: string): boolean {
    return this.spelled.some(({ beginning }) => {
      beginning.lastIndex = 0;
      return beginning.test(text);
    });
  }

  /**
   * Where the search is long, it hides all that it has not searched.
   * @param isCut the text goes on where it ends, and may end within a value
   */
  replaceIn(text: string, hidden: string, isCut = false): string {
    const rest = this.plain.reduce((left, value) => left.replaceAll(value, hidden), text);
    const how = { hidden, isCut, tries: { left: TRIES * Math.max(text.length, TRIES_LENGTH_MIN) } };
    return this.spelled.reduce((left, one) => without(left, one, how), rest);
  }
}

/** So that no rest of one stays. */
const longestFirst = (values: readonly string[]) =>
  [...new Set(values)]
    .filter(({ length }) => length >= VALUE_LENGTH_MIN)
    .sort((a, b) => b.length - a.length);
