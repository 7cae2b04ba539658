import { CONSTRUCTION_FINANCIALS } from './construction-financials';
import { CORE } from './core';
import { PROJECT_MANAGEMENT } from './project-management';
import { QUALITY_AND_SAFETY } from './quality-and-safety';
import type { Resource, ResourceLevel } from './resource';

type BuiltIn =
  | (typeof CONSTRUCTION_FINANCIALS)[number]
  | (typeof CORE)[number]
  | (typeof PROJECT_MANAGEMENT)[number]
  | (typeof QUALITY_AND_SAFETY)[number];

export type BuiltInResourceName = BuiltIn['name'];

/** The names of the resources of companies, or of projects. */
export type BuiltInNameOf<Level extends ResourceLevel> = Extract<BuiltIn, { level: Level }>['name'];

/**
 * The resources that every company has, by category, then level, tool and name. The database also holds a company's own
 * resources, which may not take one of these names or aliases.
 */
export const BUILT_IN_RESOURCES: readonly Resource<BuiltInResourceName>[] = [
  ...CONSTRUCTION_FINANCIALS,
  ...CORE,
  ...PROJECT_MANAGEMENT,
  ...QUALITY_AND_SAFETY,
];

const RESOURCE_BY_SPELLING = new Map<string, Resource<BuiltInResourceName>>();
for (const resource of BUILT_IN_RESOURCES) {
  for (const alias of resource.aliases ?? []) RESOURCE_BY_SPELLING.set(alias, resource);
}
for (const resource of BUILT_IN_RESOURCES) RESOURCE_BY_SPELLING.set(resource.name, resource);

/** Finds a resource by its exact name, or by an alias that clients send (`BIM Models` for `Bim Models`). */
export function findBuiltInResource(name: string): Resource<BuiltInResourceName> | null {
  return RESOURCE_BY_SPELLING.get(name) ?? null;
}
