'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo, useSyncExternalStore } from 'react';

export type Address = { pathname: string; query: URLSearchParams };

const listeners = new Set<() => void>();

/** Changes the address without loading a page. Every `useAddress` has it at the next render. */
export function changeAddress(how: 'push' | 'replace', address: string): void {
  if (how === 'push') window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
  for (const listener of listeners) listener();
}

/**
 * The address of a page that changes it by itself. Next's own hooks follow such a change in a transition, which a busy browser
 * delays and a page that is still loading loses, so the next change would undo it.
 *
 * @param base the path of the page
 * @param inner the start of the paths below `base` that belong to the page too
 */
export function useAddress(base: string, inner?: string): Address {
  const rendered = addressOf(usePathname(), useSearchParams().toString());
  const present = useSyncExternalStore(subscribe, presentAddress, () => rendered);
  // While a link leads here or away, the browser still or already has the address of the other page.
  const address = isWithin(present, base, inner) ? present : rendered;
  return useMemo(() => {
    const [pathname = '', query] = address.split('?');
    return { pathname, query: new URLSearchParams(query) };
  }, [address]);
}

function isWithin(address: string, base: string, inner: string | undefined): boolean {
  const [pathname = ''] = address.split('?');
  return pathname === base || (inner !== undefined && pathname.startsWith(base + inner));
}

const addressOf = (pathname: string, query: string) => (query ? `${pathname}?${query}` : pathname);
const presentAddress = () =>
  addressOf(window.location.pathname, window.location.search.replace(/^\?/, ''));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}
