import { and, eq } from 'drizzle-orm';
import type { Hook } from '@/contracts/hooks';
import type { Transaction } from '@/server/db/client';
import { hooks } from '@/server/db/schema';
import type { Context } from '../context';
import { openHeaders } from './hook-secrets';

type Headers = Record<string, string>;

/**
 * Puts the stored value back where a client sends us the masked one that it read here: who reads a hook,
 * changes its URL and writes it back must not replace the secret by asterisks.
 */
export async function unmaskHeaders(
  tx: Transaction,
  ctx: Context,
  hook: Hook,
  given: Headers | null | undefined,
): Promise<Headers | null | undefined> {
  if (!given) return given;
  const masked = Object.entries(given).filter(
    ([name, value]) => value.startsWith('*') && hook.destinationHeaders[name] === value,
  );
  if (masked.length === 0) return given;
  const [row] = await tx
    .select({ sealed: hooks.headersSealed })
    .from(hooks)
    .where(and(eq(hooks.companyId, hook.companyId), eq(hooks.id, hook.id)));
  const stored = row?.sealed ? openHeaders(ctx.secretBox, hook.companyId, row.sealed) : {};
  const kept = masked.map(([name, value]) => [name, stored[name] ?? value]);
  return { ...given, ...Object.fromEntries(kept) };
}
