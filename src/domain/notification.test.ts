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
  it('is none while nothing has happened', () => {
    expect(notificationsOf(calm)).toEqual([]);
  });

  it('are that deliveries fail, the same one however often it is looked at', () => {
    const failing = { ...calm, circuitOpenedMs: 1_000 };
    expect(notificationsOf(failing)).toEqual([{ kind: 'failing', changeKey: '1000' }]);
    expect(notificationsOf({ ...failing, last: { kind: 'failing', changeKey: '1000' } })).toEqual(
      notificationsOf(failing),
    );
  });

  it('is that it recovered, once for each trouble that was told', () => {
    const last = { kind: 'failing', changeKey: '1000' } as const;
    expect(notificationsOf({ ...calm, last })).toEqual([
      { kind: 'recovered', changeKey: 'failing 1000' },
    ]);
    expect(
      notificationsOf({ ...calm, last: { kind: 'recovered', changeKey: 'failing 1000' } }),
    ).toEqual([]);
  });

  it('is that the endpoint is gone, whatever failed before', () => {
    expect(notificationsOf({ ...calm, isDisabledAsGone: true, circuitOpenedMs: 1_000 })).toEqual([
      { kind: 'gone', changeKey: '5000' },
    ]);
  });

  it('is that the queue was discarded, besides that it still fails', () => {
    expect(notificationsOf({ ...calm, circuitOpenedMs: 1_000, discardedThrough: 77 })).toEqual([
      { kind: 'window_ended', changeKey: '77' },
      { kind: 'failing', changeKey: '1000' },
    ]);
  });
});
