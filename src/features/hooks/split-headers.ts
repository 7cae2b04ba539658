import type { HookView } from './hook-view';

type Headers = HookView['destinationHeaders'];

/** The Authorization header, which has its own place on screen, and the others. All are masked. */
export function splitHeaders(headers: Headers): { authorization: string | null; others: Headers } {
  const isAuthorization = ([name]: [string, string]) => name.toLowerCase() === 'authorization';
  return {
    authorization: headers.find(isAuthorization)?.[1] ?? null,
    others: headers.filter((entry) => !isAuthorization(entry)),
  };
}
