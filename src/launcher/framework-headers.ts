import type { IncomingHttpHeaders } from 'node:http';
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';

/** The names that the framework reads. */
const NAMES = /^(rsc$|next-|x-(nextjs|next|middleware|invoke|matched|now|prerender|action)-)/;

/** The headers that the console sends, which has no server actions, with the values that the framework can read. */
const VALUES: Readonly<Record<string, (value: string) => boolean>> = {
  rsc: (value) => value === '1',
  'next-router-prefetch': (value) => /^[1-3]$/.test(value),
  'next-router-segment-prefetch': (value) => /^\/[\w\-/.$%@!():~*+]*$/.test(value),
  'next-router-state-tree': isRouterState,
  'next-url': (value) => value.startsWith('/'),
};

/**
 * Removes the framework's headers that it would fail on, or that only its own hosting may send. It then answers with
 * the whole page.
 */
export function cleanFrameworkHeaders(headers: IncomingHttpHeaders): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!NAMES.test(name)) continue;
    if (typeof value !== 'string' || !Object.hasOwn(VALUES, name) || !VALUES[name]?.(value))
      delete headers[name];
  }
}

function isRouterState(value: string): boolean {
  try {
    return parseAndValidateFlightRouterState(value) !== undefined;
  } catch {
    return false;
  }
}
