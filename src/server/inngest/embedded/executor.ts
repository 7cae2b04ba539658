import type { Clock } from '@/server/gateways/clock';
import type { Log } from '../log';
import type { ServeHandler } from '../serve';
import { type FunctionPlan, UnsupportedOptionError } from './plan';
import {
  decidedVersion,
  type RunError,
  type RunOutcome,
  readOutcome,
  retryAfterMs,
  runBody,
  signedRequest,
  VERSION_UNDECIDED,
} from './protocol';
import type { Run } from './run-queue';

export type ExecutionResult =
  | { kind: 'done' }
  /** `afterMs` is the delay that the function requested, or null. */
  | { kind: 'retry'; afterMs: number | null }
  | { kind: 'failed'; error: RunError };

export type ExecutorOptions = { handler: ServeHandler; signingKey: string; clock: Clock; log: Log };

/** Calls functions, with one request per attempt, and returns the outcome of the run. It never throws. */
export function createExecutor({ handler, signingKey, clock, log }: ExecutorOptions) {
  let version = VERSION_UNDECIDED;

  async function call(plan: FunctionPlan, run: Run): Promise<RunOutcome> {
    const { event, id: runId, attempt } = run;
    const { url, attemptsMax } = plan;
    const body = runBody({ url, event, runId, attempt, attemptsMax, version });
    const request = signedRequest('POST', url, body, { signingKey, nowMs: clock.nowMs() });
    const response = await handler(request);
    version = decidedVersion(response) ?? version;
    return readOutcome(response);
  }

  async function attempt(plan: FunctionPlan, run: Run): Promise<RunOutcome> {
    try {
      return await call(plan, run);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      return {
        kind: 'failed',
        error: { name: error.name, message: error.message },
        isRetriable: true,
        retryAfter: null,
      };
    }
  }

  return {
    async execute(plan: FunctionPlan, run: Run): Promise<ExecutionResult> {
      const fields = { function: plan.id, event: run.event.name, attempt: run.attempt };
      log.debug(fields, 'A function runs');
      const outcome = await attempt(plan, run);
      if (outcome.kind === 'done') return outcome;
      if (outcome.kind === 'steps') {
        const { name, message } = new UnsupportedOptionError(
          plan.id,
          outcome.operations.join(', '),
        );
        log.error(fields, message);
        return { kind: 'failed', error: { name, message } };
      }
      const { error, isRetriable, retryAfter } = outcome;
      if (isRetriable && run.attempt + 1 < plan.attemptsMax) {
        log.warn({ ...fields, error: error.message }, 'A function failed and is retried');
        return { kind: 'retry', afterMs: retryAfterMs(retryAfter, clock.nowMs()) };
      }
      log.error({ ...fields, error: error.message }, 'A function failed');
      return { kind: 'failed', error };
    },
  };
}
