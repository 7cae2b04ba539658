import { describe, expect, it } from 'vitest';
import { notificationsOf } from './notification';

const calm = {
  isDisabledAsGone: false,
  disabledAtMs: 5_000,
  circuitOpenedMs: null,
  discardedThrough: 0,
  last: null,
};

describe('the notifications of a hook', () => {
  it('are empty while nothing has happened', () => {
    expect(notificationsOf(calm)).toEqual([]);
  });

  it('say that deliveries fail, with the same key at every call', () => {
    const failing = { ...calm, circuitOpenedMs: 1_000 };
    expect(notificationsOf(failing)).toEqual([{ kind: 'failing', changeKey: '1000' }]);
    expect(notificationsOf({ ...failing, last: { kind: 'failing', changeKey: '1000' } })).toEqual(
      notificationsOf(failing),
    );
  });

  it('say that it recovered, once for each reported trouble', () => {
    const last = { kind: 'failing', changeKey: '1000' } as const;
    expect(notificationsOf({ ...calm, last })).toEqual([
      { kind: 'recovered', changeKey: 'failing 1000' },
    ]);
    expect(
      notificationsOf({ ...calm, last: { kind: 'recovered', changeKey: 'failing 1000' } }),
    ).toEqual([]);
  });

  it('say that the endpoint is gone, after any earlier failure', () => {
    expect(notificationsOf({ ...calm, isDisabledAsGone: true, circuitOpenedMs: 1_000 })).toEqual([
      { kind: 'gone', changeKey: '5000' },
    ]);
  });

  it('say that the queue was discarded, in addition to the failure', () => {
    expect(notificationsOf({ ...calm, circuitOpenedMs: 1_000, discardedThrough: 77 })).toEqual([
      { kind: 'window_ended', changeKey: '77' },
      { kind: 'failing', changeKey: '1000' },
    ]);
  });
});
