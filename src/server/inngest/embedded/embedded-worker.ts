import type { Clock, DatabaseClock } from '@/server/gateways/clock';
import { createAnnouncer } from '../announce';
import { APP_ID, createInngestClient } from '../client';
import { deliveriesDue, eventsRecorded, redeliveriesDue } from '../events';
import { createFunctions } from '../functions';
import type { Engine, FoundWork } from '../functions/engine';
import type { Log } from '../log';
import { createServeHandler } from '../serve';
import type { Bus } from './bus';
import { createEmbeddedEngine } from './embedded-engine';
import type { EngineEvent } from './event';
import { createPoll, type Poll } from './poll';
import { deriveSigningKey } from './signature';

const POLL_MS = 1000;
const WINDOW_MS = 5;
const SWEEP_ID = `${APP_ID}-sweep`;

export type WorkerEngine = Engine & { findWork: () => Promise<FoundWork> };

export type EmbeddedWorkerOptions = {
  secretKey: Uint8Array;
  bus: Bus;
  budgetMs: number;
  clock: DatabaseClock;
  /** The clock by which the SDK checks signatures. */
  ownClock: Clock;
  /**
   * Called for a run of dispatch that waits for more events, in addition to the run that the same wake-up starts after
   * it.
   */
  onEventsRecorded: () => void;
  log: Log;
};

/** Runs the functions on the embedded engine. The bus, a poll and their crons wake them. */
export function createEmbeddedWorker(options: EmbeddedWorkerOptions) {
  const { bus, budgetMs, clock, log } = options;
  const signingKey = deriveSigningKey(options.secretKey);
  const engine = createEmbeddedEngine({
    signingKey,
    clock,
    ownClock: options.ownClock,
    log,
    // An instance that was off for long may lack today's partitions, which the purge creates.
    runAtStart: [`${APP_ID}-purge`, SWEEP_ID],
  });
  const client = createInngestClient({
    mode: 'embedded',
    signingKey,
    fetch: engine.fetch,
    clock,
    log,
  });
  let isStopping = false;

  function hear(event: EngineEvent): void {
    engine.enqueue(event);
    if (event.name === eventsRecorded.name && !isStopping) options.onEventsRecorded();
  }
  let poll: Poll | null = null;

  function createWorkPoll(findWork: WorkerEngine['findWork']): Poll {
    return createPoll({
      intervalMs: POLL_MS,
      findWork,
      onWork: (work) => {
        if (work.hasUndispatched) engine.enqueue({ name: eventsRecorded.name });
        if (work.hasDue) engine.enqueue({ name: deliveriesDue.name });
        if (work.hasRedeliveries) engine.enqueue({ name: redeliveriesDue.name });
        if (work.hasSilent) engine.runNow(SWEEP_ID);
      },
      log,
    });
  }

  return {
    client,
    announcer: createAnnouncer({ client, windowMs: WINDOW_MS, log }),
    /** Throws if a function needs a feature that the engine does not have. */
    async start(services: WorkerEngine): Promise<void> {
      const functions = createFunctions(client, services, { budgetMs, nowMs: clock.nowMs });
      await engine.start(createServeHandler(client, functions));
      poll = createWorkPoll(services.findWork);
      poll.start();
      await bus.subscribe(hear).catch((error: unknown) => {
        log.warn(
          { err: error },
          'The worker cannot listen for wake-up signals yet. It polls for work every second',
        );
      });
    },
    /** Returns false if runs were still active after `graceMs`. */
    async stop({ graceMs }: { graceMs: number }): Promise<boolean> {
      isStopping = true;
      poll?.stop();
      const isFinished = await engine.stop({ graceMs });
      await bus.close();
      return isFinished;
    },
  };
}
