import { z } from 'zod';
import { tenant } from './tenant';

/** What one answer holds; more is reached by searching. */
export const TENANTS_FOUND_MAX = 50;
const RECENT_MAX = 5;

export const searchTenantsInput = z.object({
  /** Words that the names of company and project together have, in any order; all tenants if empty. */
  query: z.string().max(200).default(''),
  /** Where one was last, the latest first: these come first. */
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
