import type {
  ListRedeliveriesInput,
  Redelivery,
  RedeliveryAddress,
  RedeliveryList,
} from '@/contracts/redeliveries';
import { redeliveries } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import {
  redeliveriesOf,
  requireRedelivery,
  requireScope,
  selectRedeliveries,
} from './redelivery-rows';

/** A job with its progress. */
export async function getRedelivery({
  ctx,
  input,
}: {
  ctx: Context;
  input: RedeliveryAddress;
}): Promise<Redelivery> {
  authorise(ctx.actor, input, 'deliveries:read');
  return ctx.db.asTenant(input.companyId, async (tx) => {
    await requireScope(tx, input);
    return requireRedelivery(tx, input, input.redeliveryId);
  });
}

/** The jobs of a hook, or of a project or company with those of its hooks. Newest first. */
export async function listRedeliveries({
  ctx,
  input,
}: {
  ctx: Context;
  input: ListRedeliveriesInput;
}): Promise<RedeliveryList> {
  authorise(ctx.actor, input, 'deliveries:read');
  return ctx.db.asTenant(input.companyId, async (tx) => {
    await requireScope(tx, input);
    const where = redeliveriesOf(input);
    const [items, total] = await Promise.all([
      selectRedeliveries(tx, where, input),
      tx.$count(redeliveries, where),
    ]);
    return { items, total };
  });
}
