import { errorText, framesOf } from '@/domain/error-text';

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
