import type { Hook, HookAddress } from '@/contracts/hooks';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireHook } from './hook-rows';

export async function getHook({ ctx, input }: { ctx: Context; input: HookAddress }): Promise<Hook> {
  const { companyId, projectId, hookId } = input;
  const place = { companyId, projectId };
  authorise(ctx.actor, place, 'hooks:read');
  return ctx.db.asTenant(companyId, (tx) => requireHook(tx, place, hookId));
}
