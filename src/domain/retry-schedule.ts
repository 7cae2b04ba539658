import { decideDelivery } from './retry';

/**
 * The times of an event's attempts at an endpoint that always refuses it, in seconds since the first. Without the
 * random tenth, and if no circuit is open.
 */
export function retrySchedule(retryWindowSeconds: number): number[] {
  const policy = { isInOrder: false, retryWindowMs: retryWindowSeconds * 1000 };
  const attempts = [0];
  for (let nowMs = 0; ; ) {
    const failure = {
      outcome: 'failure' as const,
      attempt: attempts.length,
      firstAttemptMs: 0,
      retryAfterSeconds: null,
    };
    const decision = decideDelivery(policy, failure, nowMs, 0);
    if (decision.status !== 'retrying') return attempts;
    nowMs = decision.dueMs;
    attempts.push(nowMs / 1000);
  }
}
