'use client';

import { useEffect } from 'react';
import { DAY_SECONDS } from '@/domain/units';
import { rememberRecentTenant, webhooksPath } from '@/features/tenants';

const YEAR_SECONDS = 365 * DAY_SECONDS;

/**
 * Stores the tenant that `/` opens next time in a cookie, because the server decides it. Also stores the recent ones,
 * for the switcher.
 */
export function RememberTenant({
  companyId,
  projectId,
}: {
  companyId: number;
  projectId: number | null;
}) {
  useEffect(() => {
    const path = webhooksPath({ companyId, projectId });
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https, and a self-hosted console may lack it
    document.cookie = `gancho_place=${encodeURIComponent(path)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    rememberRecentTenant({ companyId, projectId });
  }, [companyId, projectId]);
  return null;
}
