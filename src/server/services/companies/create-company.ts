import type { Context } from '../context';
import { parseName, requireOperator } from '../operator';
import { insertCompany } from './insert-company';

export async function createCompany({
  ctx,
  input,
}: {
  ctx: Context;
  input: { name: string };
}): Promise<{ id: number; name: string }> {
  requireOperator(ctx.actor);
  const name = parseName(input.name);
  return ctx.db.asSystem((tx) => insertCompany(tx, ctx.actor, name));
}
