import { expect, test } from 'vitest';
import { GuessThrottle } from './guess-throttle';

function tryTenTimes(throttle: GuessThrottle, key: string, nowMs: number) {
  for (let n = 0; n < 10; n += 1) {
    throttle.enter(key, nowMs);
  }
}

test('after ten tries a key waits for the rest of its five minutes, others do not', () => {
  const throttle = new GuessThrottle(10);
  tryTenTimes(throttle, 'ana', 0);
  expect(() => throttle.enter('ana', 60_000)).toThrow('try again in 240 s');
  throttle.enter('rui', 60_000);
  throttle.enter('ana', 300_000);
});

test('tries are counted until the five minutes are over', () => {
  const throttle = new GuessThrottle(Number.POSITIVE_INFINITY);
  tryTenTimes(throttle, 'ana', 0);
  throttle.takeBack('ana');
  expect(throttle.triesOf('ana', 299_999)).toBe(9);
  expect(throttle.triesOf('ana', 300_000)).toBe(0);
  expect(throttle.triesOf('rui', 0)).toBe(0);
});

test('a try that is taken back makes room for one other', () => {
  const throttle = new GuessThrottle(10);
  tryTenTimes(throttle, 'ana', 0);
  throttle.takeBack('ana');
  throttle.enter('ana', 1);
  expect(() => throttle.enter('ana', 1)).toThrow('try again in 300 s');
});
