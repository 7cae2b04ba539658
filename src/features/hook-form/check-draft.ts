import {
  checkDestinationUrl,
  type DestinationProblem,
  type DestinationRefusal,
} from '@/domain/destination';
import type { HeaderChangeProblem } from '@/domain/header-change';
import {
  checkHeader,
  type HeaderProblem,
  HOOK_HEADERS_LENGTH_MAX,
  HOOK_HEADERS_MAX,
} from '@/domain/headers';
import {
  HOOK_SETTINGS,
  NUMBER_HOOK_SETTINGS,
  type NumberHookSetting,
} from '@/domain/hook-settings';
import { type WireName, wireName } from '@/domain/keyed';
import { isNamespace } from '@/domain/namespace';
import { isPrivateHost } from '@/domain/private-host';
import { type Draft, type DraftHeader, givenHeaders } from './draft';

/** The destinations that this installation allows, as far as a page may know them. */
export type DestinationRules = { allowHttp: boolean; allowPrivate: boolean };

export type OutOfRange = `${WireName<NumberHookSetting>}_out_of_range`;

export type ProblemCode =
  | DestinationProblem
  | DestinationRefusal
  | HeaderProblem
  | Exclude<HeaderChangeProblem['code'], 'not_a_header'>
  | 'unreadable'
  | 'headers_too_long'
  | 'url_missing'
  | 'name_missing'
  | 'name_long'
  | 'namespace_not_valid'
  | OutOfRange
  | 'selection_refused'
  | 'not_accepted';

/** `field` is the id of the control with the problem. */
export type Problem = { field: string; code: ProblemCode };

export const headerField = (header: DraftHeader, part: 'name' | 'value') =>
  header.key === 'authorization' || header.name.toLowerCase() === 'authorization'
    ? 'authorization'
    : `header-${header.key}-${part}`;

/** The name of the header that a field belongs to; null for other fields. */
export function headerNameAt(draft: Draft, field: string): string | null {
  const header = givenHeaders(draft).find((one) =>
    (['name', 'value'] as const).some((part) => headerField(one, part) === field),
  );
  return header?.name.trim() || null;
}

export const outOfRange = (name: NumberHookSetting): OutOfRange => `${wireName(name)}_out_of_range`;

/** All problems that can be found without the server, in the order of the form. */
export function checkDraft(draft: Draft, rules: DestinationRules): Problem[] {
  return [
    ...checkName(draft.name),
    ...checkUrl(draft.destinationUrl, rules),
    ...checkHeaders(draft),
    ...(isNamespace(draft.namespace.trim())
      ? []
      : [{ field: 'namespace', code: 'namespace_not_valid' as const }]),
    ...NUMBER_HOOK_SETTINGS.flatMap((name) => checkNumber(draft[name], name)),
  ];
}

/** An empty URL is not reported before Save. */
export function checkUrl(given: string, rules: DestinationRules): Problem[] {
  const url = given.trim();
  if (url === '') return [{ field: 'destinationUrl', code: 'url_missing' }];
  const check = checkDestinationUrl(url, {
    allowHttp: rules.allowHttp,
    // Only the server knows which private hosts are allowed.
    isAllowedPrivateHost: (host) => rules.allowPrivate && isPrivateHost(host),
  });
  return check.ok ? [] : [{ field: 'destinationUrl', code: check.code }];
}

function checkName(name: string): Problem[] {
  return name.trim().length > HOOK_SETTINGS.name.lengthMax
    ? [{ field: 'name', code: 'name_long' }]
    : [];
}

const NAME_PROBLEMS: ReadonlySet<HeaderProblem> = new Set([
  'name_not_valid',
  'name_too_long',
  'name_reserved',
]);

function checkHeaders(draft: Draft): Problem[] {
  const headers = givenHeaders(draft);
  const problems: Problem[] = [];
  const seen = new Set<string>();
  let length = 0;
  for (const header of headers) {
    const name = header.name.trim();
    const value = header.saved ?? header.value.trim();
    // A kept value was checked when it was saved.
    const code = checkHeader(name, header.saved === null ? value : 'kept');
    if (code !== null) {
      const part = NAME_PROBLEMS.has(code) ? 'name' : 'value';
      problems.push({ field: headerField(header, part), code });
    } else if (seen.has(name.toLowerCase())) {
      problems.push({ field: headerField(header, 'name'), code: 'name_repeated' });
    }
    seen.add(name.toLowerCase());
    length += name.length + value.length;
  }
  if (headers.length > HOOK_HEADERS_MAX) problems.push({ field: 'headers', code: 'too_many' });
  else if (length > HOOK_HEADERS_LENGTH_MAX)
    problems.push({ field: 'headers', code: 'headers_too_long' });
  return problems;
}

function checkNumber(typed: string, name: NumberHookSetting): Problem[] {
  const { kind, min, max } = HOOK_SETTINGS[name];
  const isInteger = kind === 'integer';
  if (typed.trim() === '' && !isInteger) return [];
  const value = Number(typed);
  const isGood =
    typed.trim() !== '' && value >= min && value <= max && (!isInteger || Number.isInteger(value));
  return isGood ? [] : [{ field: name, code: outOfRange(name) }];
}
