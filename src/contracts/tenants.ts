import { z } from 'zod';
import { tenant } from './tenant';

/** The most tenants in one answer. A search finds the others. */
export const TENANTS_FOUND_MAX = 50;
const RECENT_MAX = 5;

export const searchTenantsInput = z.object({
  /** Words in the names of company and project, in any order. An empty query finds all tenants. */
  query: z.string().max(200).default(''),
  /** The tenants that the person visited last, latest first. They come first in the answer. */
  recent: z.array(tenant).max(RECENT_MAX).default([]),
});
export type SearchTenantsInput = z.infer<typeof searchTenantsInput>;

const foundTenant = tenant.extend({
  companyName: z.string(),
  /** Null for the company's own level. */
  projectName: z.string().nullable(),
  isRecent: z.boolean(),
});
export const foundTenants = z.object({ items: z.array(foundTenant), hasMore: z.boolean() });
export type FoundTenant = z.infer<typeof foundTenant>;
export type FoundTenants = z.infer<typeof foundTenants>;
