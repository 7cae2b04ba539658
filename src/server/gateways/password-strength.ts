import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** The minimum score, of 4. A password below it is among the first million that cracking programs try. */
const SCORE_MIN = 2;
/** The estimate blocks the process, and its time grows with the square of the length. */
const READ_MAX = 64;

let estimator: ZxcvbnFactory | undefined;

/**
 * Whether a password is among the first that are tried: common ones, keys in a row, repetitions, the person's own
 * words.
 */
export function isEasyToGuess(password: string, ownWords: readonly string[]): boolean {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const words = [...ownWords, 'gancho', 'webhook'].map((word) => word.slice(0, READ_MAX));
  return estimator.check(password.slice(0, READ_MAX), words).score < SCORE_MIN;
}
