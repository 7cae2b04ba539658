import { LONGEST_PAUSE_SECONDS } from '@/domain/engine-numbers';

/** Seconds to wait by a `retry-after` header (a number of seconds or an HTTP date); null when it says nothing. */
export function retryAfterSeconds(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim();
  if (!text) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : secondsUntil(text, nowMs);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), LONGEST_PAUSE_SECONDS);
}

function secondsUntil(text: string, nowMs: number): number {
  // Date.parse guesses at almost anything; every form of an HTTP date begins with a day's name.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return Number.NaN;
  return Math.ceil((Date.parse(text) - nowMs) / 1000);
}
