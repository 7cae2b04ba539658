import { z } from 'zod';

export const id = z.number().int().positive();

/** A company (projectId null) or one of its projects. It is a part of every request. */
export const tenant = z.object({ companyId: id, projectId: id.nullable() });

/** One hook of a tenant. */
export const hookAddress = tenant.extend({ hookId: id });

/** The address of a readable hook. A deleted hook is readable until its history is purged, unless `liveOnly` is set. */
export const readableHookAddress = hookAddress.extend({ liveOnly: z.boolean().optional() });
