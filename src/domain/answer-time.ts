/** How much a single answer moves the average: one that is slow by chance does not make a hook slow. */
const WEIGHT = 1 / 8;

/**
 * How long a hook's answers take, in milliseconds: a moving average over all its attempts, failed ones
 * too. Decides whether it counts as quick (`hook_queue.is_quick`).
 *
 * @param before null: nothing has come back so far
 */
export function answerMs(
  before: number | null,
  attempts: readonly { startedMs: number; finishedMs: number }[],
): number | null {
  return attempts.reduce<number | null>((average, { startedMs, finishedMs }) => {
    const took = finishedMs - startedMs;
    return average === null ? took : average + (took - average) * WEIGHT;
  }, before);
}
