import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** The minimum score, of 4. A password below it is among the first million that cracking programs try. */
const SCORE_MIN = 2;
/** The estimate blocks the process, and its time grows with the square of the length. */
const READ_MAX = 64;
/** Ways to replace signs by letters, as in "p4$$w0rd". Each costs an estimate of its own: 100 take 0.2 s, and 10 suffice. */
const SUBSTITUTIONS_MAX = 10;

let estimator: ZxcvbnFactory | undefined;

/**
 * Whether a password is among the first that are tried: common ones, keys in a row, repetitions, the person's own
 * words.
 */
export function isEasyToGuess(password: string, ownWords: readonly string[]): boolean {
  estimator ??= new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    l33tMaxSubstitutions: SUBSTITUTIONS_MAX,
  });
  const words = [...ownWords, 'gancho', 'webhook'].map((word) => word.slice(0, READ_MAX));
  return estimator.check(password.slice(0, READ_MAX), words).score < SCORE_MIN;
}
