import { asc } from 'drizzle-orm';
import { companies } from '@/server/db/schema';
import type { Context } from '../context';
import { requireOperator } from '../operator';

type Company = { id: number; name: string };

/** Every company of the installation. */
export async function listCompanies({ ctx }: { ctx: Context }): Promise<Company[]> {
  requireOperator(ctx.actor);
  return ctx.db.asSystem((tx) =>
    tx
      .select({ id: companies.id, name: companies.name })
      .from(companies)
      .orderBy(asc(companies.id)),
  );
}
