import { HOOK_SETTINGS } from '@/domain/hook-settings';

export const LONGEST_TIMEOUT_SECONDS = HOOK_SETTINGS.timeoutSeconds.max;
/** Connecting may take 5 s in addition to a hook's timeout, and recording needs a moment. */
const MARGIN_SECONDS = 7;

/** The longest timeout, in whole seconds, that ends before `untilMs`, a value of `performance.now()`. */
export function timeoutMaxUntil(untilMs: number): number {
  const leftSeconds = Math.floor((untilMs - performance.now()) / 1000);
  return Math.min(leftSeconds - MARGIN_SECONDS, LONGEST_TIMEOUT_SECONDS);
}
