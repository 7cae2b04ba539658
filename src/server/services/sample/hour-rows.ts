import { addHistograms, latencyBucket, tellsLatency } from '@/domain/latency';
import { HOUR_MS } from '@/domain/units';
import type { SampleAttempt } from './outcomes';
import type { SampleHistory } from './sample-history';

const ENDED = ['delivered', 'failed', 'discarded'] as const;

/** The results of each hook in each hour, as the engine would have counted them. */
export function hourRows(companyId: number, { deliveries }: SampleHistory) {
  const rows = new Map<string, ReturnType<typeof emptyRow>>();
  const rowAt = (hookId: number, atMs: number) => {
    const hour = Math.floor(atMs / HOUR_MS);
    const key = `${hookId} ${hour}`;
    const row = rows.get(key) ?? emptyRow(companyId, hookId, hour);
    rows.set(key, row);
    return row;
  };
  for (const { hookId, outcome } of deliveries) {
    for (const attempt of outcome.attempts) countAttempt(rowAt(hookId, attempt.startedMs), attempt);
    const ended = ENDED.find((status) => status === outcome.status);
    if (ended !== undefined && outcome.finishedMs !== null)
      rowAt(hookId, outcome.finishedMs)[ended] += 1;
  }
  return [...rows.values()];
}

function emptyRow(companyId: number, hookId: number, hour: number) {
  return {
    company_id: companyId,
    hook_id: hookId,
    hour,
    successes: 0,
    failures: 0,
    delivered: 0,
    failed: 0,
    discarded: 0,
    latency: addHistograms([]),
  };
}

function countAttempt(row: ReturnType<typeof emptyRow>, attempt: SampleAttempt): void {
  row[attempt.outcome === 'success' ? 'successes' : 'failures'] += 1;
  const { status, error, totalMs } = attempt;
  if (!tellsLatency({ status, errorCode: error?.code ?? null })) return;
  const bucket = latencyBucket(totalMs);
  row.latency[bucket] = (row.latency[bucket] ?? 0) + 1;
}
