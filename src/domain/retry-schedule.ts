import { decideDelivery } from './retry';

/**
 * When the attempts of one event would go out to an endpoint that never takes it, in seconds since the
 * first; without the random tenth, and as long as no circuit is open.
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
