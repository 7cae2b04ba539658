import { expect, it } from 'vitest';
import { findingOf } from './system-health';

it.each(['file_limit', 'memory'] as const)('says that a shortage of %s slows a worker', (code) => {
  const { message } = findingOf(code, 'embedded', { limit: 64, capacity: 4096 });
  expect(message).toMatch(/sends fewer at a time\.$/);
  expect(message).not.toContain('does not send');
});

it('gives the direction and the size of a clock’s error', () => {
  const messageFor = (seconds: number) => findingOf('clock_off', 'embedded', { seconds }).message;
  expect(messageFor(30)).toBe("The clock of this machine is 30 s behind the database's.");
  expect(messageFor(-30)).toBe("The clock of this machine is 30 s ahead of the database's.");
});
