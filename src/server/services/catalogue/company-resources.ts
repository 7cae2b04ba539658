import { and, eq, inArray } from 'drizzle-orm';
import type { ListedResource } from '@/contracts/resources';
import { findBuiltInResource } from '@/domain/catalogue/built-in-resources';
import { EVENT_TYPES, type Resource } from '@/domain/catalogue/resource';
import type { Transaction } from '@/server/db/client';
import { resources } from '@/server/db/schema';

export type FoundResource = Pick<Resource, 'name' | 'level' | 'events'>;

export function toListed(row: typeof resources.$inferSelect): ListedResource {
  return {
    name: row.name,
    level: row.level,
    category: row.category,
    tool: row.tool,
    events: EVENT_TYPES.filter((type) => row.eventTypes.includes(type)),
    isBuiltIn: false,
    description: row.description,
  };
}

/** Finds resources by the given names, including aliases of the built-in ones. Missing resources are left out. */
export async function findResources(
  tx: Transaction,
  companyId: number,
  names: readonly string[],
): Promise<Map<string, FoundResource>> {
  const found = new Map<string, FoundResource>();
  const others: string[] = [];
  for (const name of new Set(names)) {
    const builtIn = findBuiltInResource(name);
    if (builtIn) found.set(name, builtIn);
    // No name contains a NUL, and Postgres refuses to search for one.
    else if (!name.includes('\0')) others.push(name);
  }
  if (others.length > 0) {
    const rows = await tx
      .select()
      .from(resources)
      .where(and(eq(resources.companyId, companyId), inArray(resources.name, others)));
    for (const row of rows) found.set(row.name, toListed(row));
  }
  return found;
}
