import { and, eq, inArray } from 'drizzle-orm';
import { findBuiltInResource } from '@/domain/catalogue/built-in-resources';
import type { Database } from '@/server/db/client';
import { projects, resources } from '@/server/db/schema';

export type KnownResource = {
  name: string;
  level: 'company' | 'project';
  events: readonly string[];
};

const FRESH_MS = 10_000;
type Entry<T> = { value: T; atMs: number };

/**
 * The data that publishing checks against: a company's own resources and its projects. It is cached for some seconds.
 * Unknown names are always looked up, so that a project can be used as soon as it exists.
 */
export class ReferenceData {
  private readonly resources = new Map<number, Entry<Map<string, KnownResource>>>();
  private readonly projects = new Map<string, number>();

  /** @returns the resources by the given names, null for a name that does not exist */
  async findResources(db: Database, companyId: number, names: Set<string>, nowMs: number) {
    const found = new Map<string, KnownResource | null>();
    const others: string[] = [];
    for (const name of names) {
      const builtIn = findBuiltInResource(name);
      if (builtIn) found.set(name, builtIn);
      else others.push(name);
    }
    if (others.length === 0) return found;
    let own = this.resources.get(companyId);
    const isStale = own === undefined || nowMs - own.atMs > FRESH_MS;
    if (own === undefined || isStale || others.some((name) => !own?.value.has(name))) {
      own = { value: await this.loadResources(db, companyId), atMs: nowMs };
      this.resources.set(companyId, own);
    }
    for (const name of others) found.set(name, own.value.get(name) ?? null);
    return found;
  }

  /** The names of the company's own resources in the cache. */
  namesOf(companyId: number): string[] {
    return [...(this.resources.get(companyId)?.value.keys() ?? [])];
  }

  /** @returns those of `ids` that are projects of the company */
  async findProjects(
    db: Database,
    companyId: number,
    ids: Set<number>,
    nowMs: number,
  ): Promise<Set<number>> {
    const found = new Set<number>();
    const unknown: number[] = [];
    for (const id of ids) {
      const seenMs = this.projects.get(`${companyId}/${id}`);
      if (seenMs !== undefined && nowMs - seenMs <= FRESH_MS) found.add(id);
      else unknown.push(id);
    }
    if (unknown.length === 0) return found;
    const rows = await db.asTenant(companyId, (tx) =>
      tx
        .select({ id: projects.id })
        .from(projects)
        .where(and(eq(projects.companyId, companyId), inArray(projects.id, unknown))),
    );
    for (const { id } of rows) {
      found.add(id);
      this.projects.set(`${companyId}/${id}`, nowMs);
    }
    return found;
  }

  private async loadResources(
    db: Database,
    companyId: number,
  ): Promise<Map<string, KnownResource>> {
    const rows = await db.asTenant(companyId, (tx) =>
      tx.select().from(resources).where(eq(resources.companyId, companyId)),
    );
    return new Map(
      rows.map((row) => [row.name, { name: row.name, level: row.level, events: row.eventTypes }]),
    );
  }
}
