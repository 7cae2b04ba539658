import { LONGEST_PAUSE_SECONDS } from '@/domain/engine-numbers';

/** The seconds to wait by a `retry-after` header (a number of seconds or an HTTP date). Null for anything else. */
export function retryAfterSeconds(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim();
  if (!text) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : secondsUntil(text, nowMs);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), LONGEST_PAUSE_SECONDS);
}

function secondsUntil(text: string, nowMs: number): number {
  // Date.parse accepts almost anything, but every form of an HTTP date begins with the name of a day.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return Number.NaN;
  return Math.ceil((Date.parse(text) - nowMs) / 1000);
}
