import type { Sql } from '@/server/db/driver';

/** The connection may have ended with the server. */
export async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 20) throw error;
      await pause(250);
    }
  }
}

/** @throws if the condition does not become true in time */
export async function waitFor(
  isSo: () => boolean | Promise<boolean>,
  withinMs = 30_000,
): Promise<void> {
  for (const endMs = Date.now() + withinMs; !(await isSo()); ) {
    if (Date.now() > endMs) throw new Error(`not so within ${withinMs} ms`);
    await pause(25);
  }
}

/** Waits until workers hold deliveries, so that some can be lost. */
export async function untilHeld(sql: Sql): Promise<void> {
  await waitFor(async () => (await countWaiting(sql)).held > 3);
}

/** Waits until nothing is queued, or until the time is over. */
export async function untilDrained(sql: Sql, withinMs: number): Promise<void> {
  await waitFor(async () => (await countWaiting(sql)).waiting === 0, withinMs).catch(() => {});
}

async function countWaiting(sql: Sql): Promise<{ waiting: number; held: number }> {
  const [row] = await withRetry(
    () => sql<{ waiting: number; held: number }[]>`
      SELECT (count(*) + (SELECT count(*) FROM gancho.pending_events))::int AS waiting, count(worker)::int AS held
      FROM gancho.queue`,
  );
  return row ?? { waiting: 0, held: 0 };
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
