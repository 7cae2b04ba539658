import { expect, it } from 'vitest';
import { findRaisedUntried } from './circuits';
import type { Receipt } from './receivers';

const refused = (arrivedMs: number): Receipt => ({
  endpoint: 0,
  webhookId: 'a',
  attempt: 1,
  body: '',
  arrivedMs,
  acceptedMs: null,
  closedMs: arrivedMs + 5,
  outcome: 'refused',
});
const found = (step: number, ...arrivedMs: number[]) =>
  findRaisedUntried(
    [{ hookId: 7, step, openedMs: 1000, seenMs: 9000 }],
    () => 0,
    arrivedMs.map(refused),
  );

it('a higher pause needs a probe that was refused since the circuit opened', () => {
  expect(found(1)).toEqual([]);
  expect(found(3, 2100, 4300)).toEqual([]);
  expect(found(3, 500, 600, 700, 2100)).toEqual(['hook 7: 2 pauses were raised by 1 probes']);
  expect(found(2, 9500)).toHaveLength(1);
});
