import { performance } from 'node:perf_hooks';
import { PORTION_MS, RecoveryPace } from '@/domain/redelivery';
import type { Database } from '@/server/db/client';
import type { Log } from '@/server/services/context';
import { feedPart, type Part } from './feed-part';

/** Hooks that one round looks at. The others follow in the next rounds. */
const PARTS_A_ROUND = 50;
/** A job whose hooks take nothing now is looked at again after this time. */
const WAITING_MS = 1000;
/** The steps in which a portion becomes due (gancho.spread). */
const STEPS = 5;

type Input = {
  db: Database;
  log: Log;
  /** Deliveries are due, or will be until this time, a value of `performance.now()`. */
  wake: (deadlineMs: number) => void;
};

/** Feeds the deliveries of redelivery jobs to their hooks' queues, in small portions. */
export function createRecovery({ db, log, wake }: Input) {
  const pace = new RecoveryPace();
  let before = performance.eventLoopUtilization();
  let isRunning = false;

  async function round(): Promise<{ isOpen: boolean; fed: number }> {
    const rows = await db.engine<
      { redelivery_id: number; hook_id: number; company_id: number }[]
    >`SELECT * FROM gancho.open_redeliveries(${PARTS_A_ROUND}::integer)`;
    let lateMs = 0;
    let fed = 0;
    for (const { redelivery_id, hook_id, company_id } of rows) {
      const part: Part = { redeliveryId: redelivery_id, hookId: hook_id, companyId: company_id };
      const done = await feedPart(db, part, pace.share - fed);
      if (done === null) continue;
      fed += done.count;
      lateMs = Math.max(lateMs, done.lateMs);
      if (fed >= pace.share) break;
    }
    const used = performance.eventLoopUtilization();
    pace.noteRound(lateMs, performance.eventLoopUtilization(used, before).utilization);
    before = used;
    await finish();
    return { isOpen: rows.length > 0, fed };
  }

  async function finish(): Promise<void> {
    const ended = await db.engine<
      {
        redelivery_id: number;
        company_id: number;
        sent: string;
        delivered: string;
        failed: string;
      }[]
    >`SELECT * FROM gancho.finish_redeliveries()`;
    for (const job of ended) {
      log.info({ event: 'redelivery_ended', ...job }, 'A redelivery has ended');
    }
  }

  /** Works until no job has work left, or until the deadline. Returns whether work is left. */
  return async function recover(deadlineMs: number): Promise<boolean> {
    // One run of a process is enough.
    if (isRunning) return false;
    isRunning = true;
    try {
      for (let fedAtMs = performance.now(); ; ) {
        const beganMs = performance.now();
        if (beganMs >= deadlineMs) return true;
        const { isOpen, fed } = await round();
        if (!isOpen) return false;
        if (fed > 0) fedAtMs = beganMs;
        const untilMs = beganMs + (beganMs - fedAtMs < WAITING_MS ? PORTION_MS : WAITING_MS);
        await wakeUntil(Math.min(untilMs, deadlineMs), deadlineMs, fed > 0);
      }
    } finally {
      isRunning = false;
    }
  };

  /** Waits, and wakes the sender as the deliveries of the portion become due. */
  async function wakeUntil(untilMs: number, endsMs: number, isFed: boolean): Promise<void> {
    if (!isFed) return pause(untilMs - performance.now());
    for (let step = 0; step < STEPS; step += 1) {
      wake(endsMs);
      await pause((untilMs - performance.now()) / (STEPS - step));
    }
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));
