import { useTranslations } from 'next-intl';
import {
  HEADER_NAME_LENGTH_MAX,
  HEADER_VALUE_LENGTH_MAX,
  HOOK_HEADERS_LENGTH_MAX,
  HOOK_HEADERS_MAX,
} from '@/domain/headers';
import { HOOK_SETTINGS, NUMBER_HOOK_SETTINGS, rangeOf } from '@/domain/hook-settings';
import { outOfRange, type ProblemCode } from './check-draft';

const LIMITS: Partial<Record<ProblemCode, Record<string, number>>> = {
  name_long: { max: HOOK_SETTINGS.name.lengthMax },
  name_too_long: { max: HEADER_NAME_LENGTH_MAX },
  value_too_long: { max: HEADER_VALUE_LENGTH_MAX },
  too_many: { max: HOOK_HEADERS_MAX },
  headers_too_long: { max: HOOK_HEADERS_LENGTH_MAX },
  ...Object.fromEntries(NUMBER_HOOK_SETTINGS.map((name) => [outOfRange(name), rangeOf(name)])),
};

/** Describes the problem and its remedy. */
export function useProblemText(): (code: ProblemCode) => string {
  const t = useTranslations('hookProblem');
  return (code) => t(code, LIMITS[code] ?? {});
}
