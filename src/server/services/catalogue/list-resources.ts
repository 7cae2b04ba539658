import { eq } from 'drizzle-orm';
import type { ListedResource } from '@/contracts/resources';
import { BUILT_IN_RESOURCES } from '@/domain/catalogue/built-in-resources';
import { resources } from '@/server/db/schema';
import { authorise, type Tenant } from '../actor';
import type { Context } from '../context';
import { toListed } from './company-resources';

const BUILT_IN: ListedResource[] = BUILT_IN_RESOURCES.map((resource) => ({
  name: resource.name,
  level: resource.level,
  category: resource.category,
  tool: resource.tool,
  events: [...resource.events],
  isBuiltIn: true,
  description: '',
}));

/** The built-in catalogue, then the company's own resources, at both levels. */
export async function listResources({
  ctx,
  input,
}: {
  ctx: Context;
  input: Tenant;
}): Promise<{ items: ListedResource[] }> {
  authorise(ctx.actor, input, 'hooks:read');
  const own = await ctx.db.asTenant(input.companyId, (tx) =>
    tx
      .select()
      .from(resources)
      .where(eq(resources.companyId, input.companyId))
      .orderBy(resources.name),
  );
  return { items: [...BUILT_IN, ...own.map(toListed)] };
}
