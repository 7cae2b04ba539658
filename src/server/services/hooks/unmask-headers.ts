import { and, eq } from 'drizzle-orm';
import type { Hook } from '@/contracts/hooks';
import { invalidInput } from '@/domain/errors';
import { isMask } from '@/domain/headers';
import type { Transaction } from '@/server/db/client';
import { hooks } from '@/server/db/schema';
import type { Context } from '../context';
import { openHeaders } from './hook-secrets';

type Headers = Record<string, string>;

/**
 * Puts the stored value back where a client sends us the masked one that it read here: who reads a hook,
 * changes its URL and writes it back must not replace the secret by asterisks. Names have no case.
 * @throws ServiceError `invalid_input` for a mask of nothing that is stored
 */
export async function unmaskHeaders(
  tx: Transaction,
  ctx: Context,
  hook: Hook,
  given: Headers | null | undefined,
): Promise<Headers | null | undefined> {
  if (!given) return given;
  const masks = new Map(hook.destinationHeaders.map(([name, mask]) => [name.toLowerCase(), mask]));
  const isOurs = ([name, value]: [string, string]) => masks.get(name.toLowerCase()) === value;
  const entries = Object.entries(given);
  refuseMasks(Object.fromEntries(entries.filter((entry) => !isOurs(entry))));
  const isMasked = (entry: [string, string]) => isOurs(entry) && isMask(...entry);
  if (!entries.some(isMasked)) return given;
  const [row] = await tx
    .select({ sealed: hooks.headersSealed })
    .from(hooks)
    .where(and(eq(hooks.companyId, hook.companyId), eq(hooks.id, hook.id)));
  const stored = row?.sealed ? openHeaders(ctx.secretBox, hook.companyId, row.sealed) : {};
  const values = new Map(
    Object.entries(stored).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return Object.fromEntries(
    entries.map((entry) => {
      const [name, value] = entry;
      return isMasked(entry) ? [name, values.get(name.toLowerCase()) ?? value] : entry;
    }),
  );
}

/** @throws ServiceError `invalid_input` naming the headers whose value is a mask */
export function refuseMasks(given: Headers): void {
  const problems = Object.entries(given).flatMap(([name, value]) =>
    isMask(name, value)
      ? [
          {
            field: `destinationHeaders.${name}`,
            code: 'masked' as const,
            message: 'is the mask of a value that is not stored here: send the value itself.',
          },
        ]
      : [],
  );
  if (problems.length > 0) throw invalidInput(problems);
}
