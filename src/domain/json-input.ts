import { type ErrorDetail, invalidInput } from './errors';
import { JSON_DEPTH_MAX } from './json-depth';
import {
  type JsonFlaw,
  type JsonFlawCode,
  type JsonPosition,
  positionOfNoJson,
  scanJson,
} from './json-text';
import { hasTooManyValues, JSON_VALUES_MAX } from './json-values';
import type { ReasonCode } from './reason-codes';

const WORDS: Record<JsonFlawCode, string> = {
  too_deep: `has more than ${JSON_DEPTH_MAX} levels of objects and arrays.`,
  number_not_finite: 'holds a number that no receiver can read: send it as a text.',
  nul_character: 'holds a NUL character, which nobody can keep: leave it out.',
};

export const detailAt = ({ index, field }: JsonPosition, code: ReasonCode, message: string) => ({
  field,
  code,
  message: field === null ? `The body ${message}` : message,
  ...(index === null ? {} : { index }),
});

export const detailsOf = (flaws: readonly JsonFlaw[]): ErrorDetail[] =>
  flaws.map((flaw) => detailAt(flaw, flaw.code, WORDS[flaw.code]));

/** @throws ServiceError `invalid_input` if the text is not JSON, with the name of the field if one is to blame */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const message = 'is not valid JSON.';
    throw invalidInput([detailAt(positionOfNoJson(text), 'invalid_json', message)]);
  }
}

/** @throws ServiceError `invalid_input` also for a text that nests too deep or holds too many values */
export function readJsonText(text: string): unknown {
  const tooDeep = scanJson(text).filter(({ code }) => code === 'too_deep');
  if (tooDeep.length > 0) throw invalidInput(detailsOf(tooDeep));
  const value = parseJsonText(text);
  if (hasTooManyValues(value)) {
    const message = `holds more than ${JSON_VALUES_MAX} values.`;
    throw invalidInput([detailAt({ index: null, field: null }, 'too_many', message)]);
  }
  const half = HALF_ESCAPED.test(text) ? pathOfHalf(value) : null;
  if (half !== null)
    throw invalidInput([{ field: half || null, code: 'invalid_utf8', message: HALF }]);
  return value;
}

/** A character outside the basic plane, or half of one. */
const HALF_ESCAPED = /\\u[dD][89a-fA-F]/;
export const HALF = 'holds half of a character.';

/** The path of the first text that UTF-8 cannot encode; null without one. */
function pathOfHalf(value: unknown): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : '';
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    if (!name.isWellFormed()) return '';
    const path = pathOfHalf(inner);
    if (path !== null) return path === '' ? name : `${name}.${path}`;
  }
  return null;
}
