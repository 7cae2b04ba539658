import { randomUUID } from 'node:crypto';
import type { Clock } from '@/server/gateways/clock';
import type { Log } from '../log';
import type { ServeHandler } from '../serve';
import { createAlarms } from './alarms';
import { createEngineFetch } from './engine-fetch';
import { CRON_TICK, type EngineEvent, isWakeUp, type StampedEvent } from './event';
import { createExecutor } from './executor';
import { FUNCTION_FAILED, type FunctionPlan, readPlans } from './plan';
import { type RunError, signedRequest } from './protocol';
import { createRecentIds } from './recent-ids';
import { createRunQueue, type Run, type RunQueue } from './run-queue';

const REMEMBERED_IDS_MAX = 50_000;
const SCHEDULED_EVENTS_MAX = 10_000;
const RETRY_MS_MAX = 60_000;

export type EmbeddedEngineOptions = {
  signingKey: string;
  /** The database's clock, for wake-ups, crons and retries, so that a wrong local clock does not delay them. */
  clock: Clock;
  /** This process's clock. The SDK checks signatures by it. */
  ownClock: Clock;
  log: Log;
  /** Ids of cron functions that run once at start, before their first scheduled time. */
  runAtStart?: string[];
  /** The delay between the attempt (0 is the first) and its retry. */
  retryDelayMs?: (attempt: number) => number;
};

const defaultRetryDelayMs = (attempt: number): number =>
  Math.min(RETRY_MS_MAX, 1000 * 2 ** attempt) * (0.75 + Math.random() / 2);

/**
 * Runs Inngest functions in this process, through the same serve handler and the same protocol as a server. It persists
 * nothing: the tables hold everything that must survive a crash, and the sweep at start finds it.
 */
export function createEmbeddedEngine(options: EmbeddedEngineOptions) {
  const { clock, ownClock, log, signingKey } = options;
  const retryDelayMs = options.retryDelayMs ?? defaultRetryDelayMs;
  const alarms = createAlarms(clock);
  const recentIds = createRecentIds({ nowMs: clock.nowMs, capacity: REMEMBERED_IDS_MAX });
  const queues: { plan: FunctionPlan; queue: RunQueue }[] = [];
  const early: StampedEvent[] = [];
  const idleWaiters: (() => void)[] = [];
  let registration: unknown = null;
  let state: 'new' | 'running' | 'stopped' = 'new';
  /** Runs that are active, wait, or wait for a retry. */
  let outstanding = 0;
  let retrying = 0;

  const engineFetch = createEngineFetch({
    onEvents: (events) => events.map(enqueue),
    onRegistration: (body) => {
      registration = body;
    },
  });

  /** Takes an event and returns its id. An event whose id was seen within a day is not taken again. */
  function enqueue(event: EngineEvent): string {
    const nowMs = clock.nowMs();
    const stamped: StampedEvent = {
      name: event.name,
      id: event.id ?? randomUUID(),
      ts: event.ts ?? nowMs,
      data: event.data ?? {},
    };
    if (state === 'stopped') return stamped.id;
    if (event.id !== undefined && !recentIds.remember(event.id)) return stamped.id;
    if (state === 'new') early.push(stamped);
    else if (stamped.ts <= nowMs) dispatch(stamped);
    else schedule(stamped);
    return stamped.id;
  }

  function schedule(event: StampedEvent): void {
    if (alarms.count() >= SCHEDULED_EVENTS_MAX) {
      log.error({ event: event.name }, 'Too many events are scheduled. This event is dropped');
      return;
    }
    alarms.at(event.ts, () => dispatch(event));
  }

  function dispatch(event: StampedEvent): void {
    for (const { plan, queue } of queues) {
      if (!plan.events.includes(event.name)) continue;
      if (plan.failureOf !== null && plan.failureOf !== event.data.function_id) continue;
      start(plan, queue, { id: randomUUID(), event, attempt: 0 });
    }
  }

  function start(plan: FunctionPlan, queue: RunQueue, run: Run): void {
    outstanding += 1;
    if (queue.offer(run)) return;
    settle(1);
    if (!isWakeUp(run.event)) {
      log.error(
        { function: plan.id, event: run.event.name },
        'Too many runs wait. One run is dropped',
      );
    }
  }

  function settle(count: number): void {
    outstanding -= count;
    if (outstanding === 0) for (const resolve of idleWaiters.splice(0)) resolve();
  }

  function openQueue(plan: FunctionPlan, executor: ReturnType<typeof createExecutor>): void {
    const queue: RunQueue = createRunQueue({
      execute: async (run) => {
        const result = await executor.execute(plan, run);
        if (result.kind === 'retry' && state === 'running') {
          retry(plan, queue, run, result.afterMs ?? retryDelayMs(run.attempt));
        }
        if (result.kind === 'failed') announceFailure(plan, run, result.error);
        settle(1);
      },
    });
    queues.push({ plan, queue });
  }

  function retry(plan: FunctionPlan, queue: RunQueue, run: Run, afterMs: number): void {
    outstanding += 1;
    retrying += 1;
    alarms.at(clock.nowMs() + afterMs, () => {
      retrying -= 1;
      start(plan, queue, { ...run, attempt: run.attempt + 1 });
      settle(1);
    });
  }

  /** Calls the failed function's `onFailure`, if it has one. A failed `onFailure` has no further effect. */
  function announceFailure(plan: FunctionPlan, run: Run, error: RunError): void {
    if (run.event.name === FUNCTION_FAILED) return;
    const data = { function_id: plan.id, run_id: run.id, error, event: run.event };
    enqueue({ name: FUNCTION_FAILED, data });
  }

  async function idle(): Promise<void> {
    if (outstanding > 0) await new Promise<void>((resolve) => idleWaiters.push(resolve));
  }

  function tick(plan: FunctionPlan, queue: RunQueue, cron: string, scheduledAtMs: number): void {
    const id = new Date(scheduledAtMs).toISOString();
    const event = { name: CRON_TICK, id, ts: scheduledAtMs, data: { cron, scheduledAt: id } };
    start(plan, queue, { id: randomUUID(), event, attempt: 0 });
  }

  /** Runs a cron function once, before its scheduled time. */
  function runNow(id: string): void {
    for (const { plan, queue } of queues) {
      const cron = plan.id === id ? plan.crons[0] : undefined;
      if (cron !== undefined && state === 'running') tick(plan, queue, cron, clock.nowMs());
    }
  }

  return {
    /** For the client's `fetch` option. */
    fetch: engineFetch,
    enqueue,
    runNow,

    /** Registers the handler's functions. Throws if a function needs a feature that this engine does not have. */
    async start(handler: ServeHandler): Promise<void> {
      registration = null;
      const nowMs = ownClock.nowMs();
      const request = signedRequest(
        'PUT',
        'http://engine.invalid/api/inngest',
        {},
        { signingKey, nowMs },
      );
      const response = await handler(request);
      if (!response.ok || registration === null) {
        throw new Error(
          `The functions did not register: ${response.status} ${await response.text()}`,
        );
      }
      const executor = createExecutor({ handler, signingKey, clock: ownClock, log });
      for (const plan of readPlans(registration)) openQueue(plan, executor);
      state = 'running';
      for (const { plan, queue } of queues) {
        for (const cron of plan.crons) {
          alarms.every(cron, (scheduledAtMs) => tick(plan, queue, cron, scheduledAtMs));
        }
        if (options.runAtStart?.includes(plan.id)) runNow(plan.id);
      }
      for (const event of early.splice(0)) {
        if (event.ts <= clock.nowMs()) dispatch(event);
        else schedule(event);
      }
    },

    /** Starts nothing more and waits for the active runs. Returns false if that took longer than `graceMs`. */
    async stop({ graceMs }: { graceMs: number }): Promise<boolean> {
      state = 'stopped';
      alarms.clear();
      const forgotten = queues.reduce((sum, { queue }) => sum + queue.clear(), retrying);
      retrying = 0;
      settle(forgotten);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<false>((resolve) => {
        timer = setTimeout(resolve, graceMs, false);
      });
      const isFinished = await Promise.race([idle().then(() => true), late]);
      clearTimeout(timer);
      return isFinished;
    },

    /** Resolves when no run is active or waits. Events and crons with a future time do not count. */
    idle,
  };
}
