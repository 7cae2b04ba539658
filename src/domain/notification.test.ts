import { describe, expect, it } from 'vitest';
import { newsOf } from './notification';

const calm = {
  isDisabledAsGone: false,
  disabledAtMs: 5_000,
  circuitOpenedMs: null,
  discardedThrough: 0,
  last: null,
};

describe('the news of a hook', () => {
  it('is none while nothing has happened', () => {
    expect(newsOf(calm)).toEqual([]);
  });

  it('is that deliveries fail, the same news however often it is looked at', () => {
    const failing = { ...calm, circuitOpenedMs: 1_000 };
    expect(newsOf(failing)).toEqual([{ kind: 'failing', changeKey: '1000' }]);
    expect(newsOf({ ...failing, last: { kind: 'failing', changeKey: '1000' } })).toEqual(
      newsOf(failing),
    );
  });

  it('is that it recovered, once for each trouble that was told', () => {
    const last = { kind: 'failing', changeKey: '1000' } as const;
    expect(newsOf({ ...calm, last })).toEqual([{ kind: 'recovered', changeKey: 'failing 1000' }]);
    expect(newsOf({ ...calm, last: { kind: 'recovered', changeKey: 'failing 1000' } })).toEqual([]);
  });

  it('is that the endpoint is gone, whatever failed before', () => {
    expect(newsOf({ ...calm, isDisabledAsGone: true, circuitOpenedMs: 1_000 })).toEqual([
      { kind: 'gone', changeKey: '5000' },
    ]);
  });

  it('is that the queue was discarded, besides that it still fails', () => {
    expect(newsOf({ ...calm, circuitOpenedMs: 1_000, discardedThrough: 77 })).toEqual([
      { kind: 'window_ended', changeKey: '77' },
      { kind: 'failing', changeKey: '1000' },
    ]);
  });
});
