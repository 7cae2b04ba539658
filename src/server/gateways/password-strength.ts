import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** The minimum score, of 4. A password below it is among the first million that cracking programs try. */
const SCORE_MIN = 2;

let estimator: ZxcvbnFactory | undefined;

/**
 * Whether a password is among the first that are tried: common ones, keys in a row, repetitions, the person's own
 * words.
 */
export function isEasyToGuess(password: string, ownWords: readonly string[]): boolean {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return estimator.check(password, [...ownWords, 'gancho', 'webhook']).score < SCORE_MIN;
}
