import { describe, expect, it } from 'vitest';
import { type HealthFacts, hookHealth } from './health';

const well: HealthFacts = {
  status: 'active',
  triggerCount: 2,
  isCircuitOpen: false,
  isFailing: false,
  hasSucceeded: true,
};

describe('hookHealth', () => {
  it.each([
    [{}, 'healthy'],
    [{ hasSucceeded: false }, 'never_delivered'],
    [{ triggerCount: 0 }, 'no_triggers'],
    [{ isFailing: true }, 'retrying'],
    [{ isFailing: true, triggerCount: 0 }, 'retrying'],
    [{ isFailing: true, isCircuitOpen: true }, 'failing'],
    [{ status: 'disabled', isFailing: true, isCircuitOpen: true }, 'disabled'],
  ] as const)('%j is %s', (facts, health) => {
    expect(hookHealth({ ...well, ...facts })).toBe(health);
  });
});
