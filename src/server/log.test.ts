import { DrizzleQueryError } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from './log';

let lines: Record<string, unknown>[];

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const open = () =>
  createLog('info', {
    everyMs: 10_000,
    destination: { write: (text) => lines.push(JSON.parse(text)) },
  });
const failure = (code: string) => Object.assign(new Error('down'), { code });

describe('the log', () => {
  it('writes the first of a thousand equal errors at once, and the number of the following ones', () => {
    const log = open();
    for (let n = 0; n < 1_000; n += 1) log.error({ err: failure('57P01'), n }, 'It failed');
    expect(lines).toMatchObject([{ msg: 'It failed', n: 0 }]);
    expect(lines[0]).not.toHaveProperty('count');
    vi.advanceTimersByTime(10_000);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatchObject({ msg: 'It failed', count: 999, n: 999 });
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(2);
  });

  it('separates errors with different words, codes or levels', () => {
    const log = open();
    log.error({ err: failure('a') }, 'It failed');
    log.error({ err: failure('b') }, 'It failed');
    log.error({ err: new Error('outer', { cause: failure('c') }) }, 'It failed');
    log.warn({ err: failure('a') }, 'It failed');
    log.error({ err: failure('a') }, 'It failed again');
    expect(lines).toHaveLength(5);
    vi.advanceTimersByTime(10_000);
    expect(lines).toHaveLength(5);
  });

  it('leaves out the values of a failed query', () => {
    const cause = Object.assign(failure('23505'), { detail: 'Key (secret)=(s3cret) exists' });
    const err = new DrizzleQueryError('INSERT INTO t VALUES ($1)', ['s3cret'], cause);
    open().error({ err }, 'It failed');
    expect(JSON.stringify(lines)).not.toContain('s3cret');
    expect(lines[0]).toMatchObject({
      err: { message: 'Failed query: INSERT INTO t VALUES ($1)', cause: { code: '23505' } },
    });
  });

  it('starts again after the interval', () => {
    const log = open();
    log.error({}, 'It failed');
    vi.advanceTimersByTime(10_000);
    log.error({}, 'It failed');
    expect(lines).toHaveLength(2);
    expect(lines[1]).not.toHaveProperty('count');
  });

  it('writes every line of an event, and at the end the held back ones', () => {
    const log = open();
    log.info({ event: 'circuit_opened' }, 'A circuit opened');
    log.info({ event: 'circuit_opened' }, 'A circuit opened');
    log.warn({}, 'Hm');
    log.warn({}, 'Hm');
    log.flush();
    expect(lines.map(({ msg, count }) => [msg, count])).toEqual([
      ['A circuit opened', undefined],
      ['A circuit opened', undefined],
      ['Hm', undefined],
      ['Hm', 1],
    ]);
  });
});
