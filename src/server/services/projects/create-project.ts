import type { Context } from '../context';
import { requirePlace } from '../hooks/require-place';
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
    await requirePlace(tx, { companyId, projectId: null });
    return insertProject(tx, ctx.actor, { companyId, name });
  });
}
