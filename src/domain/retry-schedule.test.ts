import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LONGEST_PAUSE_SECONDS } from './engine-numbers';
import { retrySchedule } from './retry-schedule';

test('pauses double up to an hour, and the last attempt is made when the window ends', () => {
  expect(retrySchedule(60)).toEqual([0, 1, 3, 7, 15, 31, 60]);
  const half = retrySchedule(43_200);
  expect(half.slice(0, 13)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047, 4095]);
  expect(half[13]).toBe(4095 + 3600);
  expect(half.at(-1)).toBe(43_200);
});

test('never goes back in time or beyond the window, for every window', () => {
  for (const window of [60, 3600, 86_400, 604_800]) {
    const schedule = retrySchedule(window);
    expect(schedule).toEqual([...new Set(schedule)].sort((a, b) => a - b));
    expect(schedule.at(-1)).toBe(window);
  }
});

const HALF_A_DAY = 43_200;
const TEXTS = {
  'docs/delivery.md': (pauses: number[], attempts: number) => [
    `${pauses.slice(0, 3).join(', ')} ... ${pauses.slice(11, 14).join(', ')} s`,
    `makes ${attempts} attempts`,
  ],
  'src/features/help/content/en/looking-after.tsx': ([first, ...next]: number[]) => [
    `after ${first} second, then ${next.slice(0, 3).join(', ')} and so on up to one hour`,
  ],
  'src/features/help/content/es/looking-after.tsx': ([first, ...next]: number[]) => [
    `después de ${first} segundo, luego ${next.slice(0, 3).join(', ')} y así hasta una hora`,
  ],
  'src/features/help/content/pt-br/looking-after.tsx': ([first, ...next]: number[]) => [
    `após ${first} segundo, depois ${next.slice(0, 3).join(', ')} e assim por diante até uma hora`,
  ],
};

test.each(Object.entries(TEXTS))('%s says the pauses of the schedule', (path, saidBy) => {
  const attempts = retrySchedule(HALF_A_DAY);
  const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
  const text = readFileSync(join(import.meta.dirname, '../..', path), 'utf8').replace(/\s+/g, ' ');
  for (const said of saidBy(pauses, attempts.length)) expect(text).toContain(said);
});

test('the longest pause is the hour that the help and `hookForm.thenHourly` name', () => {
  expect(LONGEST_PAUSE_SECONDS).toBe(3600);
});
