'use client';

import { useEffect } from 'react';

const YEAR_SECONDS = 365 * 24 * 3600;

/** The place that `/` leads to next time. A cookie, since the server decides it. */
export function RememberPlace({ path }: { path: string }) {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https, and a self-hosted console may lack it
    document.cookie = `gancho_place=${encodeURIComponent(path)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  }, [path]);
  return null;
}
