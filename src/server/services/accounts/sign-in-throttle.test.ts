import { expect, test } from 'vitest';
import { SignInThrottle } from './sign-in-throttle';

function failTenTimes(throttle: SignInThrottle, key: string, nowMs: number) {
  for (let n = 0; n < 10; n += 1) {
    throttle.check(key, nowMs);
    throttle.failed(key, nowMs);
  }
}

test('after ten failures a key waits for the rest of its five minutes, others do not', () => {
  const throttle = new SignInThrottle();
  failTenTimes(throttle, 'ana', 0);
  expect(() => throttle.check('ana', 60_000)).toThrow('try again in 240 s');
  throttle.check('rui', 60_000);
  throttle.check('ana', 300_000);
});

test('a success forgets the failures', () => {
  const throttle = new SignInThrottle();
  failTenTimes(throttle, 'ana', 0);
  throttle.succeeded('ana');
  throttle.check('ana', 1);
});
