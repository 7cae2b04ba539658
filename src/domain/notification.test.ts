import { describe, expect, it } from 'vitest';
import { notificationsOf } from './notification';

const calm = {
  isDisabledAsGone: false,
  disabledAtMs: 5_000,
  isFailing: false,
  incidentMs: null,
  windowEndedMs: null,
  lost: null,
  last: null,
};
const failing = { ...calm, isFailing: true, incidentMs: 1_000 };
const told = { kind: 'failing', changeKey: '1000' } as const;

describe('the notifications of a hook', () => {
  it('are empty while nothing has happened', () => {
    expect(notificationsOf(calm)).toEqual([]);
  });

  it('say that deliveries fail, with the same key in the whole incident', () => {
    expect(notificationsOf(failing)).toEqual([told]);
    expect(notificationsOf({ ...failing, last: told })).toEqual([told]);
  });

  it('say that it recovered, once for each reported trouble', () => {
    const recovered = { kind: 'recovered', changeKey: 'failing 1000' } as const;
    expect(notificationsOf({ ...calm, last: told })).toEqual([recovered]);
    expect(notificationsOf({ ...calm, last: recovered })).toEqual([]);
  });

  it('say nothing of a recovery before an event has succeeded', () => {
    expect(notificationsOf({ ...failing, isFailing: false, last: told })).toEqual([]);
  });

  it('say that the endpoint is gone, after any earlier failure', () => {
    expect(notificationsOf({ ...failing, isDisabledAsGone: true })).toEqual([
      { kind: 'gone', changeKey: '5000' },
    ]);
  });

  it('say that events were lost, once for each end of a window', () => {
    const lost = { count: 3, fromMs: 500 };
    const ended = { ...failing, isFailing: false, windowEndedMs: 7_000, lost };
    const end = { kind: 'window_ended', changeKey: '7000' } as const;
    expect(notificationsOf({ ...ended, last: told })).toEqual([end]);
    expect(notificationsOf({ ...ended, isFailing: true, last: end })).toEqual([end, told]);
    expect(notificationsOf({ ...ended, lost: null, last: end })).toEqual([]);
  });

  it('say that the first event was lost, unless the endpoint is gone', () => {
    const lost = { count: 1, fromMs: 500 };
    expect(notificationsOf({ ...calm, lost })).toEqual([
      { kind: 'window_ended', changeKey: 'events since 500' },
    ]);
    expect(notificationsOf({ ...calm, lost, isDisabledAsGone: true })).toEqual([
      { kind: 'gone', changeKey: '5000' },
    ]);
  });
});
