import { expect, it } from 'vitest';
import { nearest } from './nearest';

const NAMES = ['RFIs', 'Submittals', 'Daily Logs', 'Direct Costs', 'Direct Cost Line Items'];

it.each([
  ['RFI', 'RFIs'],
  ['rfis', 'RFIs'],
  ['Submitals', 'Submittals'],
  ['daily_logs', 'Daily Logs'],
  ['Direct Cost', 'Direct Costs'],
  ['Unicorns', null],
  ['', null],
  ['R'.repeat(10_000), null],
])('%s was meant for %s', (given, meant) => {
  expect(nearest(given, NAMES)).toBe(meant);
});
