import { z } from 'zod';

export const id = z.number().int().positive();

/** A company (projectId null) or one project of it: part of every request. */
export const tenant = z.object({ companyId: id, projectId: id.nullable() });

/** One hook of a tenant. */
export const hookAddress = tenant.extend({ hookId: id });

/** For reading: a deleted hook is readable until its history is purged, unless only live ones count. */
export const readableHookAddress = hookAddress.extend({ liveOnly: z.boolean().optional() });
