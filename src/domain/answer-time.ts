/** How much a single answer changes the average. One answer that is slow by chance does not make a hook slow. */
const WEIGHT = 1 / 8;

/**
 * The change that attempts make to the moving average of a hook's answer times (`hook_queue.answer_ms`), which decides
 * whether the hook counts as quick. Failed attempts count too. The holder of the average applies the parts: it becomes
 * `(average ?? first) * kept + added`.
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
