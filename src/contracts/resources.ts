import { z } from 'zod';
import { EVENT_TYPES, RESOURCE_LEVELS } from '@/domain/catalogue/resource';
import { tenant } from './tenant';

export const listResourcesInput = tenant;

export const resource = z.object({
  name: z.string(),
  level: z.enum(RESOURCE_LEVELS),
  category: z.string(),
  tool: z.string(),
  events: z.array(z.enum(EVENT_TYPES)),
  /** True for a resource of the catalogue that every company has; false for the company's own. */
  isBuiltIn: z.boolean(),
  description: z.string(),
});
export const resourceList = z.object({ items: z.array(resource) });

export type ListedResource = z.infer<typeof resource>;
