import { describe, expect, it } from 'vitest';
import { type HookFacts, hookHealth, hookState } from './hook-state';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 17, 19, minute));
const cause = { code: 'timeout_headers' as const, params: {} };
const lost = { count: 300, from: at(1), until: at(9), reason: cause };
const well: HookFacts = {
  status: 'active',
  disabledReason: null,
  disabledAt: null,
  disabledBy: null,
  deletedAt: null,
  triggerCount: 2,
  isFailing: false,
  failingSince: null,
  incidentAt: null,
  lastError: null,
  nextTryAt: null,
  lastSuccessAt: at(30),
  testSucceededAt: null,
  lost: null,
};
const retrying = { failingSince: at(10), lastError: cause, nextTryAt: at(20) };
const failing = { ...retrying, isFailing: true, incidentAt: at(10) };
const disabled = { status: 'disabled', disabledReason: 'admin', disabledAt: at(15) } as const;
const trouble = { since: at(10), cause, nextTryAt: at(20) };

describe('hookState', () => {
  it.each([
    [{}, { kind: 'delivering' }, 'healthy'],
    [{ lastSuccessAt: null }, { kind: 'never_delivered' }, 'never_delivered'],
    [
      { lastSuccessAt: null, testSucceededAt: at(5) },
      { kind: 'tested', at: at(5) },
      'never_delivered',
    ],
    [{ triggerCount: 0 }, { kind: 'no_triggers' }, 'no_triggers'],
    [retrying, { kind: 'retrying', ...trouble }, 'retrying'],
    [{ ...retrying, triggerCount: 0 }, { kind: 'retrying', ...trouble }, 'retrying'],
    [failing, { kind: 'failing', ...trouble }, 'failing'],
    [{ ...failing, lost }, { kind: 'failing', ...trouble }, 'failing'],
    // A window has ended, and its queue is discarded.
    [
      { incidentAt: at(10), lastError: cause, lost },
      { kind: 'lost', since: at(10), cause, hasDelivered: true },
      'lost',
    ],
    // It delivers again, but the events are still lost.
    [{ lost }, { kind: 'lost', since: null, cause: null, hasDelivered: true }, 'lost'],
    [{ ...retrying, lost }, { kind: 'lost', since: null, cause: null, hasDelivered: true }, 'lost'],
    [
      { lost, lastSuccessAt: null },
      { kind: 'lost', since: null, cause: null, hasDelivered: false },
      'lost',
    ],
    // Somebody enabled it or dismissed the loss, which proves nothing.
    [{ incidentAt: at(10) }, { kind: 'unproven', since: at(10) }, 'retrying'],
    [
      { ...failing, ...disabled, disabledBy: 'Ana' },
      { kind: 'disabled', at: at(15), by: 'Ana' },
      'disabled',
    ],
    [{ ...disabled, lost }, { kind: 'disabled', at: at(15), by: null }, 'disabled'],
    [{ ...disabled, disabledReason: 'gone' }, { kind: 'gone', at: at(15) }, 'disabled'],
    [{ ...disabled, deletedAt: at(40) }, { kind: 'deleted', at: at(40) }, 'disabled'],
  ] as const)('%j', (facts, state, health) => {
    expect(hookState({ ...well, ...facts })).toEqual(state);
    expect(hookHealth({ ...well, ...facts })).toBe(health);
  });
});
