import { useTranslations } from 'next-intl';
import {
  HEADER_NAME_LENGTH_MAX,
  HEADER_VALUE_LENGTH_MAX,
  HOOK_HEADERS_LENGTH_MAX,
  HOOK_HEADERS_MAX,
} from '@/domain/headers';
import { HOOK_LIMITS } from '@/domain/hook-settings';
import type { ProblemCode } from './check-draft';

const LIMITS: Partial<Record<ProblemCode, Record<string, number>>> = {
  name_long: { max: HOOK_LIMITS.nameLength },
  name_too_long: { max: HEADER_NAME_LENGTH_MAX },
  value_too_long: { max: HEADER_VALUE_LENGTH_MAX },
  too_many: { max: HOOK_HEADERS_MAX },
  headers_too_long: { max: HOOK_HEADERS_LENGTH_MAX },
  seconds_out_of_range: HOOK_LIMITS.timeoutSeconds,
  in_flight_out_of_range: HOOK_LIMITS.maxInFlight,
  per_second_out_of_range: HOOK_LIMITS.maxPerSecond,
};

/** What is wrong, in words that say what to do. */
export function useProblemText(): (code: ProblemCode) => string {
  const t = useTranslations('hookProblem');
  return (code) => t(code, LIMITS[code] ?? {});
}
