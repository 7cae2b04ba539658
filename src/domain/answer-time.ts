/** How much a single answer moves the average: one that is slow by chance does not make a hook slow. */
const WEIGHT = 1 / 8;

/**
 * What attempts do to the moving average of a hook's answer times (`hook_queue.answer_ms`), which decides
 * whether it counts as quick. Failed ones count too. In parts, so that whoever holds the average can apply
 * them: it becomes `(average ?? first) * kept + added`.
 */
export type AnswerTimes = { first: number | null; kept: number; added: number };

export function answerTimes(
  attempts: readonly { startedMs: number; finishedMs: number }[],
): AnswerTimes {
  const times: AnswerTimes = { first: null, kept: 1, added: 0 };
  for (const { startedMs, finishedMs } of attempts) {
    const took = finishedMs - startedMs;
    times.first ??= took;
    times.kept *= 1 - WEIGHT;
    times.added += (took - times.added) * WEIGHT;
  }
  return times;
}
