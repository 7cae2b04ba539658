import { eq } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import { apiClients } from '@/server/db/schema';
import type { Context } from '../context';
import { requireOperator } from '../operator';

/** The company of a client, for an operator who knows only the client's id. */
export async function locateClient({
  ctx,
  input,
}: {
  ctx: Context;
  input: { apiClientId: number };
}): Promise<{ companyId: number }> {
  requireOperator(ctx.actor);
  const [row] = await ctx.db.asSystem((tx) =>
    tx
      .select({ companyId: apiClients.companyId })
      .from(apiClients)
      .where(eq(apiClients.id, input.apiClientId)),
  );
  if (row === undefined) throw notFound('The API client');
  return row;
}
