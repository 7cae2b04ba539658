import { and, count, eq, gt } from 'drizzle-orm';
import type { Hook, HookList, ListHooksInput } from '@/contracts/hooks';
import { HOOKS_LISTED_MAX } from '@/domain/limits';
import { hooks } from '@/server/db/schema';
import { askerOf, authorise } from '../actor';
import type { Context } from '../context';
import { heavyWork } from '../heavy-work';
import { hooksListedFor, selectHooks } from './hook-rows';
import { requireTenant } from './require-tenant';

/** Checking and writing an answer: a hundred hooks take about 15 ms. */
const ANSWER_MS_PER_BYTE = 15 / 120_000;

/**
 * A page of the live hooks of the tenant, oldest first. On request, of the deleted ones. Its length is bounded, because
 * the process does nothing else while it writes an answer.
 */
export async function listHooks({
  ctx,
  input,
}: {
  ctx: Context;
  input: ListHooksInput;
}): Promise<HookList> {
  const tenant = { companyId: input.companyId, projectId: input.projectId };
  authorise(ctx.actor, tenant, 'hooks:read');
  const { limit = HOOKS_LISTED_MAX, offset, cursor } = input;
  const listed = and(
    hooksListedFor(input),
    input.namespace === undefined ? undefined : eq(hooks.namespace, input.namespace),
    input.payloadVersion === undefined ? undefined : eq(hooks.payloadVersion, input.payloadVersion),
  );
  const list = await ctx.db.asTenant(input.companyId, async (tx) => {
    await requireTenant(tx, tenant);
    const after = cursor ? gt(hooks.id, cursor) : undefined;
    // One more says that another page follows.
    const found = await selectHooks(tx, and(listed, after), { limit: limit + 1, offset });
    const items = found.slice(0, limit);
    const isAll = found.length <= limit && !cursor && !offset;
    const [counted] = isAll
      ? [{ total: items.length }]
      : await tx.select({ total: count() }).from(hooks).where(listed);
    return {
      items,
      next: found.length > limit ? (items.at(-1)?.id ?? null) : null,
      total: counted?.total ?? 0,
    };
  });
  const bytes = list.items.reduce((sum, hook) => sum + bytesOf(hook), 0);
  return heavyWork(askerOf(ctx.actor), bytes, () => list, bytes * ANSWER_MS_PER_BYTE);
}

/** A hook without its texts. */
const HOOK_BYTES = 1_000;

function bytesOf({ name, destinationUrl, destinationHeaders }: Hook): number {
  const headers = destinationHeaders.reduce((sum, pair) => sum + pair.join('').length, 0);
  return HOOK_BYTES + name.length + destinationUrl.length + headers;
}
