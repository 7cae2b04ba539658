import { errorText, framesOf } from '@/domain/error-text';

/** The fields in which the driver and Postgres keep the values of a statement, or the row that they were for. */
const HOLD_VALUES = ['parameters', 'args', 'types', 'detail', 'where', 'internal_query'];

/**
 * Copies a driver error without the values of its statement, so that printing it prints no secret. It is a copy because
 * the driver's properties are read-only.
 */
export function asDriverError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const message = errorText(error);
  const stack = `${error.name}: ${message}\n${framesOf(error)}`;
  const fields = Object.getOwnPropertyDescriptors(error) as Record<string, PropertyDescriptor>;
  for (const name of HOLD_VALUES) {
    // That they are there tells an error of the driver from others.
    if (name in fields) fields[name] = own([]);
  }
  return Object.create(Object.getPrototypeOf(error), {
    ...fields,
    message: own(message),
    stack: own(stack),
  });
}

const own = (value: unknown) => ({ value, writable: true, configurable: true, enumerable: false });

type QueryFailure = Error & { query: string; params: unknown[] };

/** Removes the values from each Drizzle error in the chain of causes. */
export function forgetParams(error: unknown): void {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (!isQueryFailure(at)) continue;
    const frames = framesOf(at);
    at.message = errorText(at);
    at.stack = `${at.name}: ${at.message}\n${frames}`;
    at.params = [];
  }
}

function isQueryFailure(error: Error): error is QueryFailure {
  return 'query' in error && 'params' in error && Array.isArray(error.params);
}
