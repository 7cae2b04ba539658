import { z } from 'zod';
import { SCOPES } from '@/domain/scopes';
import { shownName } from './shown-name';
import { id } from './tenant';

const named = z.object({ id, name: z.string() });

/** Who a token speaks for, and what it has access to. */
export const clientAccess = z.object({
  client: named.extend({ clientId: z.string() }),
  company: named,
  projects: z.array(named),
});

export type ClientAccess = z.infer<typeof clientAccess>;

const scope = z.enum(SCOPES);

/** How a company's admins see a client: never with its secrets. */
const apiClient = named.extend({
  clientId: z.string(),
  scopes: z.array(scope),
  /** Null: the company and all its projects. */
  projects: z.array(named).nullable(),
  createdAt: z.date(),
  /** To the minute. */
  lastUsedAt: z.date().nullable(),
  /** Until when the secret before the present one works as well; null if there is one secret. */
  previousSecretUntil: z.date().nullable(),
  revokedAt: z.date().nullable(),
});

/** Live ones first, the newest of them on top. */
export const apiClientList = z.object({ items: z.array(apiClient) });

export const listApiClientsInput = z.object({ companyId: id });
export const apiClientAddress = z.object({ companyId: id, apiClientId: id });

export const createApiClientInput = z.object({
  companyId: id,
  name: shownName(200),
  scopes: z.array(scope).min(1, 'must have at least one scope.'),
  projectIds: z
    .array(id)
    .min(1, 'must name a project; null means all of them.')
    .max(1000, 'must name at most 1,000 projects; null means all of them.')
    .nullable(),
});

/** The secret is shown here and never again. */
export const createdApiClient = named.extend({ clientId: z.string(), clientSecret: z.string() });
export const rotatedClientSecret = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  previousSecretUntil: z.date(),
});

export type ApiClient = z.infer<typeof apiClient>;
export type CreatedApiClient = z.infer<typeof createdApiClient>;
export type RotatedClientSecret = z.infer<typeof rotatedClientSecret>;
