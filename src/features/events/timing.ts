export const TIMING_PHASES = ['dns', 'connect', 'tls', 'firstByte', 'rest'] as const;
export type TimingPhase = (typeof TIMING_PHASES)[number];
export type TimingPart = { phase: TimingPhase; ms: number };

/**
 * An attempt's time, phase by phase. On a kept-alive connection the first three are missing. The rest is the remainder
 * of the whole time.
 */
export function timingParts(timing: Readonly<Record<string, number>>): {
  parts: TimingPart[];
  totalMs: number;
} {
  const { dns, connect, tls, first_byte: firstByte, total } = timing;
  const known: TimingPart[] = [];
  for (const [phase, ms] of Object.entries({ dns, connect, tls, firstByte })) {
    if (ms !== undefined) known.push({ phase: phase as TimingPhase, ms });
  }
  const spentMs = known.reduce((sum, { ms }) => sum + ms, 0);
  const totalMs = Math.max(total ?? 0, spentMs);
  const restMs = totalMs - spentMs;
  if (restMs > 0) known.push({ phase: 'rest', ms: restMs });
  return { parts: known, totalMs };
}
