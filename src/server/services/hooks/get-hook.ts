import type { Hook, ReadableHookAddress } from '@/contracts/hooks';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from './hook-rows';

export async function getHook({
  ctx,
  input,
}: {
  ctx: Context;
  input: ReadableHookAddress;
}): Promise<Hook> {
  const { companyId, projectId } = input;
  authorise(ctx.actor, { companyId, projectId }, 'hooks:read');
  return ctx.db.asTenant(companyId, (tx) => requireReadableHook(tx, input));
}
