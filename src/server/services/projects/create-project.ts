import type { Context } from '../context';
import { requireTenant } from '../hooks/require-tenant';
import { parseName, requireOperator } from '../operator';
import { insertProject } from './insert-project';
import type { Project } from './list-projects';

export async function createProject({
  ctx,
  input,
}: {
  ctx: Context;
  input: { companyId: number; name: string };
}): Promise<Project> {
  requireOperator(ctx.actor);
  const { companyId } = input;
  const name = parseName(input.name);
  return ctx.db.asTenant(companyId, async (tx) => {
    await requireTenant(tx, { companyId, projectId: null });
    return insertProject(tx, ctx.actor, { companyId, name });
  });
}
