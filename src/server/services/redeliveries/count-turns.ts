import { unavailable } from '@/domain/errors';
import { TurnQueue } from '@/domain/turn-queue';

/** Each count holds a connection, so there are few. */
const AT_ONCE = 2;
/** Counts of one company that may wait. */
const WAITING_MAX = 4;

const waiting = new TurnQueue<() => void>();
const waitingOf = new Map<number, number>();
let running = 0;

/**
 * Runs the count of a company when it is its turn.
 * @throws ServiceError `unavailable` if too many counts of this company wait
 */
export async function inTurn<T>(companyId: number, count: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await turnOf(companyId);
  else running += 1;
  try {
    return await count();
  } finally {
    const next = waiting.take();
    // The place passes on.
    if (next === undefined) running -= 1;
    else next();
  }
}

async function turnOf(companyId: number): Promise<void> {
  const others = waitingOf.get(companyId) ?? 0;
  if (others >= WAITING_MAX) {
    throw unavailable(
      'Your company counts other deliveries just now: try again in a few seconds.',
      {
        retryAfterSeconds: 3,
      },
    );
  }
  waitingOf.set(companyId, others + 1);
  await new Promise<void>((go) => waiting.add(String(companyId), go));
  const left = (waitingOf.get(companyId) ?? 1) - 1;
  if (left === 0) waitingOf.delete(companyId);
  else waitingOf.set(companyId, left);
}
