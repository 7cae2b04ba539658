import { JSON_DEPTH_MAX } from './json-depth';

export type JsonFlawCode = 'too_deep' | 'number_not_finite' | 'nul_character';

/** A position: the item of an array, and the field of that item or of the whole object. */
export type JsonPosition = { index: number | null; field: string | null };
export type JsonFlaw = JsonPosition & { code: JsonFlawCode };

/** `text.slice(from, to)` is the value. */
type OnMember = (position: JsonPosition, from: number, to: number) => void;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

const NUMBER = /-?[\d.eE+-]*/y;
const NUL_ESCAPE = '\\u0000';
/** An answer with more of them helps nobody, and takes seconds to write. */
const FLAWS_MAX = 1_000;
/** Shorter numbers without an exponent are finite. */
const LONG_NUMBER = 300;

/**
 * Scans a JSON text once without parsing it. Reports content that cannot be stored or read, and passes the position of
 * each field's value, in the outer object or in the objects of the outer array. For a text that is not JSON the result
 * means nothing.
 */
export function scanJson(text: string, onMember: OnMember = () => {}): JsonFlaw[] {
  const flaws: JsonFlaw[] = [];
  let nextNul = text.indexOf(NUL_ESCAPE);
  const isArray = text.charCodeAt(skipSpace(text, 0)) === OPEN_ARRAY;
  const fieldDepth = isArray ? 2 : 1;
  let depth = 0;
  let isInObject = false;
  let index = isArray ? 0 : null;
  let field: string | null = null;
  let valueFrom = 0;

  const note = (code: JsonFlawCode) => {
    // The depth is always reported, because a reader of the text relies on it.
    if (flaws.length >= FLAWS_MAX && code !== 'too_deep') return;
    const last = flaws.at(-1);
    if (last?.code === code && last.index === index && last.field === field) return;
    flaws.push({ code, index, field });
  };
  const endValue = (to: number) => {
    if (field === null) return;
    onMember({ index, field }, valueFrom, trimEnd(text, to));
    field = null;
  };

  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      const end = endOfString(text, at);
      for (; nextNul !== -1 && nextNul < end; nextNul = text.indexOf(NUL_ESCAPE, nextNul + 1))
        if (!isEscaped(text, nextNul)) note('nul_character');
      if (isInObject && depth === fieldDepth && field === null) {
        field = stringAt(text, at, end);
        at = skipSpace(text, end);
        valueFrom = skipSpace(text, at + 1);
      } else at = end - 1;
    } else if ((char >= ZERO && char <= NINE) || char === MINUS) {
      const end = endOfNumber(text, at);
      if (isEndless(text, at, end)) note('number_not_finite');
      at = end - 1;
    } else if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      depth += 1;
      if (depth === fieldDepth) isInObject = char === OPEN_OBJECT;
      if (depth > JSON_DEPTH_MAX) note('too_deep');
    } else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) {
      if (depth === fieldDepth) {
        endValue(at);
        isInObject = false;
      }
      depth -= 1;
    } else if (char === COMMA) {
      if (depth === fieldDepth && isInObject) endValue(at);
      else if (depth === 1 && index !== null) index += 1;
    }
  }
  return flaws;
}

export type JsonMember = {
  name: string;
  value: string;
  /** Name and value as written, without the space between them. */
  text: string;
};

/** The members of a JSON object in their order, also those with a repeated name. */
export function membersOf(object: string): JsonMember[] {
  const members: JsonMember[] = [];
  let end = object.indexOf('{') + 1;
  scanJson(object, ({ field: name }, from, to) => {
    if (name === null) return;
    const nameFrom = object.indexOf('"', end);
    const value = object.slice(from, to);
    const text = `${object.slice(nameFrom, endOfString(object, nameFrom))}:${value}`;
    members.push({ name, value, text });
    end = to;
  });
  return members;
}

/** The field at an offset of a text, which need not be valid to its end. Within a name it has no field. */
export function positionAt(text: string, offset: number): JsonPosition {
  let found: JsonPosition = { index: null, field: null };
  let end = 0;
  scanJson(text, (position, from, to) => {
    const isInName = text.indexOf('"', end) <= offset && offset < from;
    if (from <= offset && offset < to) found = position;
    else if (isInName) found = { ...position, field: null };
    end = to;
  });
  return found;
}

/** The field with the invalid value, in a text that is not JSON; without a field if none is to blame. */
export function positionOfNoJson(text: string): JsonPosition {
  let found: JsonPosition | null = null;
  scanJson(text, (position, from, to) => {
    if (found === null && !isJson(text.slice(from, to))) found = position;
  });
  return found ?? { index: null, field: null };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isSpace = (char: number) => char === SPACE || (char >= 0x09 && char <= 0x0d);

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function trimEnd(text: string, to: number): number {
  let end = to;
  while (isSpace(text.charCodeAt(end - 1))) end -= 1;
  return end;
}

/** The offset after the closing quote. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

function stringAt(text: string, from: number, to: number): string {
  const inner = text.slice(from + 1, to - 1);
  if (!inner.includes('\\')) return inner;
  try {
    return JSON.parse(text.slice(from, to)) as string;
  } catch {
    return inner;
  }
}

function endOfNumber(text: string, from: number): number {
  NUMBER.lastIndex = from;
  NUMBER.test(text);
  return Math.max(NUMBER.lastIndex, from + 1);
}

function isEndless(text: string, from: number, to: number): boolean {
  if (to - from < LONG_NUMBER) {
    let hasExponent = false;
    for (let at = from; at < to; at += 1)
      if ((text.charCodeAt(at) | SPACE) === 0x65) hasExponent = true;
    if (!hasExponent) return false;
  }
  return !Number.isFinite(Number(text.slice(from, to)));
}
