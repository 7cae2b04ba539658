import type { HookView } from './hook-view';

type Headers = HookView['destinationHeaders'];

/** The one header that has a place of its own on screen, and the others; masked, as all are shown. */
export function splitHeaders(headers: Headers): { authorization: string | null; others: Headers } {
  const isAuthorization = ([name]: [string, string]) => name.toLowerCase() === 'authorization';
  return {
    authorization: headers.find(isAuthorization)?.[1] ?? null,
    others: headers.filter((entry) => !isAuthorization(entry)),
  };
}
