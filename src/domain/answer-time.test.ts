import { expect, it } from 'vitest';
import { answerMs } from './answer-time';

const took = (ms: number) => ({ startedMs: 1000, finishedMs: 1000 + ms });

it('starts with the first answer, and is moved an eighth of the way by each that follows', () => {
  expect(answerMs(null, [])).toBeNull();
  expect(answerMs(null, [took(80)])).toBe(80);
  expect(answerMs(80, [took(160)])).toBe(90);
});

it('forgives a quick hook one timeout, and no second', () => {
  const once = answerMs(50, [took(5000)]) ?? 0;
  expect(once).toBeLessThan(1000);
  expect(answerMs(once, [took(5000)])).toBeGreaterThan(1000);
});
