import type { Sql } from '@/server/db/driver';
import type { Receipt } from './receivers';
import { pause } from './waiting';

/** An open circuit at one observation. */
export type OpenCircuit = { hookId: number; step: number; openedMs: number; seenMs: number };

const EVERY_MS = 200;
/** Both clocks are this machine's, but one of them counts whole milliseconds. */
const ROUNDED_MS = 1;
/** An observation may be recorded before a request that came earlier. */
const LATE_MS = 50;

/** Reads the circuits until it is stopped, whenever the database answers. */
export function watchCircuits(sql: Sql) {
  const seen: OpenCircuit[] = [];
  let isStopped = false;

  async function look(): Promise<void> {
    const rows = await sql<{ hook_id: number; step: number; opened_ms: number }[]>`
      SELECT hook_id, probe_step AS step, (1000 * extract(epoch FROM circuit_opened_at))::float8 AS opened_ms
      FROM gancho.hook_queue WHERE circuit_opened_at IS NOT NULL`;
    const seenMs = Date.now();
    for (const { hook_id, step, opened_ms } of rows)
      seen.push({ hookId: hook_id, step, openedMs: opened_ms, seenMs });
  }
  const looking = (async () => {
    while (!isStopped) {
      await look().catch(() => {});
      await pause(EVERY_MS);
    }
  })();

  return {
    seen,
    async stop() {
      isStopped = true;
      await looking;
    },
  };
}

/** Circuits whose pause grew more often than they were probed. Only a probe may raise it, once. */
export function findRaisedUntried(
  seen: readonly OpenCircuit[],
  endpointOf: (hookId: number) => number,
  receipts: readonly Receipt[],
): string[] {
  const refused = new Map<number, Receipt[]>();
  for (const one of receipts.filter(({ acceptedMs }) => acceptedMs === null)) {
    const own = refused.get(one.endpoint);
    if (own) own.push(one);
    else refused.set(one.endpoint, [one]);
  }
  const worst = new Map<number, string>();
  for (const { hookId, step, openedMs, seenMs } of seen) {
    const tried = (refused.get(endpointOf(hookId)) ?? []).filter(
      ({ arrivedMs }) => arrivedMs >= openedMs - ROUNDED_MS && arrivedMs <= seenMs + LATE_MS,
    ).length;
    if (step - 1 > tried)
      worst.set(hookId, `hook ${hookId}: ${step - 1} pauses were raised by ${tried} probes`);
  }
  return [...worst.values()];
}
