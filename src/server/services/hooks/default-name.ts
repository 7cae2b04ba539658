import { and, sql } from 'drizzle-orm';
import { HOOK_SETTINGS } from '@/domain/hook-settings';
import type { Transaction } from '@/server/db/client';
import { hooks } from '@/server/db/schema';
import type { Tenant } from '../actor';
import { hooksOf } from './hook-rows';

const { lengthMax } = HOOK_SETTINGS.name;

/**
 * The host of the URL. If another hook of the tenant has this name, the path follows, or else a number, so that a
 * notification names one hook.
 */
export async function defaultName(
  tx: Transaction,
  tenant: Tenant,
  destinationUrl: string,
): Promise<string> {
  const { host, pathname } = new URL(destinationUrl);
  const name = host.slice(0, lengthMax);
  const withPath = `${host}${pathname.replace(/\/$/, '')}`.slice(0, lengthMax);
  const rows = await tx
    .select({ name: hooks.name })
    .from(hooks)
    .where(and(hooksOf(tenant), sql`starts_with(${hooks.name}, ${name})`));
  const taken = new Set(rows.map((row) => row.name));
  const free = [name, withPath].find((one) => !taken.has(one));
  if (free !== undefined) return free;
  for (let n = 2; ; n += 1) {
    const end = ` (${n})`;
    const numbered = withPath.slice(0, lengthMax - end.length) + end;
    if (!taken.has(numbered)) return numbered;
  }
}
