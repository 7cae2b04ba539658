import { webhooksPath } from '@/features/tenants';
import type { RouterOutputs } from '@/trpc/client';

export type Inspection = RouterOutputs['inspector']['get'];
export type RequestSummary = Inspection['requests'][number];

type Owner = Pick<Inspection, 'companyId' | 'projectId' | 'hookId'>;

/** The page of the hook that delivers to the inspector; null if it no longer exists. */
export function hookPath({ hookId, ...tenant }: Owner): string | null {
  return hookId === null ? null : `${webhooksPath(tenant)}/${hookId}`;
}

/** A whole number within the limits, or null. */
export function readWhole(text: string, { min, max }: { min: number; max: number }): number | null {
  if (!/^\d{1,9}$/.test(text.trim())) return null;
  const number = Number(text);
  return number >= min && number <= max ? number : null;
}
