import { describe, expect, it, vi } from 'vitest';
import {
  conflict,
  internalError,
  invalidField,
  invalidInput,
  isServiceError,
  notFound,
  rateLimited,
  ServiceError,
  unavailable,
} from './errors';

describe('ServiceError', () => {
  it('is an Error that carries its code and no details unless given', () => {
    const error = notFound('Hook');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('ServiceError');
    expect(error).toMatchObject({
      code: 'not_found',
      message: 'Hook was not found.',
      details: [],
      retryAfterSeconds: null,
    });
  });

  it('names index and field of the first problem and counts the others', () => {
    const details = [
      {
        index: 3,
        field: 'event_type',
        code: 'event_type_not_allowed',
        message: 'Use create or update.',
      },
      { index: 7, field: null, code: 'invalid_type', message: 'Send an object.' },
    ] as const;
    const error = invalidInput(details);
    expect(error.code).toBe('invalid_input');
    expect(error.message).toBe(
      'item 3, event_type: Use create or update. (and 1 more, see details)',
    );
    expect(error.details).toEqual(details);
  });

  it('gives only the message if neither index nor field is known', () => {
    const error = invalidInput([{ field: null, code: 'invalid_json', message: 'Send JSON.' }]);
    expect(error.message).toBe('Send JSON.');
    expect(invalidInput([]).message).toBe('The request is not valid.');
  });

  it('has a short form for one field', () => {
    expect(invalidField('namespace', 'required', 'Give a namespace.').details).toEqual([
      { field: 'namespace', code: 'required', message: 'Give a namespace.' },
    ]);
  });

  it('carries the time of the next try', () => {
    expect(rateLimited(7)).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 7 });
    expect(unavailable('Starting.', { retryAfterSeconds: 2 }).retryAfterSeconds).toBe(2);
  });

  it('keeps the cause of an internal error out of its message', () => {
    const cause = new Error('password=hunter2');
    const error = internalError(cause);
    expect(error.cause).toBe(cause);
    expect(error.message).not.toContain('hunter2');
    expect('cause' in conflict('Exists already.')).toBe(false);
  });

  it('can be distinguished from any other thrown value', () => {
    expect(isServiceError(new ServiceError('conflict', 'x'))).toBe(true);
    expect(isServiceError(new Error('x'))).toBe(false);
    expect(isServiceError({ code: 'conflict', message: 'x', details: [] })).toBe(false);
  });

  it('is recognised if another copy of this module has made it', async () => {
    vi.resetModules();
    const copy = await import('./errors');
    expect(copy.ServiceError).not.toBe(ServiceError);
    expect(
      isServiceError(copy.unavailable('The database is away.', { retryAfterSeconds: 2 })),
    ).toBe(true);
  });
});
