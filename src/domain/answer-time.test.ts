import { expect, it } from 'vitest';
import { answerTimes } from './answer-time';

const took = (ms: number) => ({ startedMs: 1000, finishedMs: 1000 + ms });

function average(before: number | null, ...answers: number[]): number | null {
  const { first, kept, added } = answerTimes(answers.map(took));
  const from = before ?? first;
  return from === null ? null : from * kept + added;
}

it('starts with the first answer, and each further one changes it by an eighth', () => {
  expect(average(null)).toBeNull();
  expect(average(80)).toBe(80);
  expect(average(null, 80)).toBe(80);
  expect(average(80, 160)).toBe(90);
});

it('is the same, whether answers are counted together or one by one', () => {
  expect(average(80, 160, 40, 900)).toBeCloseTo(
    average(average(average(80, 160), 40), 900) ?? 0,
    6,
  );
});

it('accepts one timeout of a quick hook, but not two', () => {
  const once = average(50, 5000) ?? 0;
  expect(once).toBeLessThan(1000);
  expect(average(once, 5000)).toBeGreaterThan(1000);
});
