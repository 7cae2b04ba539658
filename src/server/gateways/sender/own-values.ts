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
const REPEATED = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * The spellings of a character in plain text, JSON, addresses and HTML, each also within another. The numbers of repetitions
 * are bounded, so that no answer makes the search long.
 */
function spellingsOf(char: string): string[] {
  if (/[a-z0-9]/i.test(char)) return [char];
  if (char === '\\') return REPEATED.map((times) => `${BACKSLASH}{${times}}`);
  const code = char.charCodeAt(0);
  const hex = code.toString(16).padStart(2, '0');
  const named = Object.hasOwn(NAMED, char) ? `|${NAMED[char]}` : '';
  return [
    `${BACKSLASH}{0,8}\\x${hex}`,
    ...[0, 1, 2, 3].map((times) => `${BACKSLASH}{0,8}%(?:25){${times}}${hex}`),
    `${BACKSLASH}{1,8}u00${hex}`,
    `${AMPERSAND}(?:amp${SEMICOLON}){0,3}(?:${HASH}0{0,4}${code}|${HASH}x0{0,4}${hex}${named})${SEMICOLON}`,
    ...(Object.hasOwn(OTHERWISE, char) ? [OTHERWISE[char] ?? ''] : []),
  ];
}

function knownOf(char: string) {
  let found = known.get(char);
  if (found === undefined) {
    const spellings = spellingsOf(char);
    const each = spellings.map((spelling) => new RegExp(spelling, 'iy'));
    found = { source: `(?:${spellings.join('|')})`, each };
    known.set(char, found);
  }
  return found;
}

/** Finds a value in whatever spelling a receiver repeats it. */
type Sought = { value: string; beginning: RegExp };

const sought = (value: string): Sought => ({
  value,
  beginning: new RegExp(
    [...value.slice(0, VALUE_LENGTH_MIN)].map((char) => knownOf(char).source).join(''),
    'gi',
  ),
});

/** The end of the value in a text, where it stands from `from` on; null where it does not. */
function endIn(text: string, from: number, value: string, isCut: boolean): number | null {
  // Several where a spelling of one character begins that of another.
  let ends = [from];
  for (const char of value) {
    const next = new Set<number>();
    for (const at of ends) {
      for (const spelling of knownOf(char).each) {
        spelling.lastIndex = at;
        if (spelling.test(text)) next.add(spelling.lastIndex);
      }
    }
    if (next.size === 0) {
      const isUnfinished = isCut && text.length - Math.max(...ends) < SPELLING_LENGTH_MAX;
      return isUnfinished ? text.length : null;
    }
    ends = [...next];
  }
  return Math.max(...ends);
}

function without(text: string, { value, beginning }: Sought, hidden: string, isCut: boolean) {
  let rest = '';
  let from = 0;
  beginning.lastIndex = 0;
  for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
    const end = endIn(text, found.index, value, isCut);
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

  /** @param isCut the text goes on where it ends, and may end within a value */
  replaceIn(text: string, hidden: string, isCut = false): string {
    const rest = this.plain.reduce((left, value) => left.replaceAll(value, hidden), text);
    return this.spelled.reduce((left, one) => without(left, one, hidden, isCut), rest);
  }
}

/** So that no rest of one stays. */
const longestFirst = (values: readonly string[]) =>
  [...new Set(values)]
    .filter(({ length }) => length >= VALUE_LENGTH_MIN)
    .sort((a, b) => b.length - a.length);
