import { readFileSync, writeFileSync } from 'node:fs';

/** One figure of one round, with its comparison in the same round. */
export type Measure = {
  name: string;
  unit: string;
  value: number;
  /** A ratio within the round, with its base. */
  ratio?: { value: number; of: string };
};

const TICKS_PER_SECOND = 100;

/** CPU seconds that a process itself has used. Only Linux reports this. */
export function ownCpuSeconds(pid: number): number {
  const own = fieldsOf(pid);
  return (Number(own[11]) + Number(own[12])) / TICKS_PER_SECOND;
}

/** The same with its running children, and those that have ended. */
export function cpuSeconds(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const own = fieldsOf(pid);
    const below = children === '' ? [] : children.split(' ').map(Number);
    return (
      ownCpuSeconds(pid) +
      // The children that have ended and were waited for.
      (Number(own[13]) + Number(own[14])) / TICKS_PER_SECOND +
      below.reduce((sum, child) => sum + cpuSeconds(child), 0)
    );
  } catch {
    return 0;
  }
}

/** The fields after the name, which may hold spaces and ends with the last parenthesis. */
function fieldsOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Restarts the measurement of the peak. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Peak resident memory of a process, in MB. */
export function peakMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** The q-quantile of the values, which are sorted in place. */
export function quantile(values: number[], q: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;
}
