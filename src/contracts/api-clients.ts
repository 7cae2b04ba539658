import { z } from 'zod';
import { SCOPES } from '@/domain/scopes';
import { shownName } from './shown-name';
import { id } from './tenant';

const named = z.object({ id, name: z.string() });

/** The API client of a token, and its access. */
export const clientAccess = z.object({
  client: named.extend({ clientId: z.string() }),
  company: named,
  projects: z.array(named),
});

export type ClientAccess = z.infer<typeof clientAccess>;

const scope = z.enum(SCOPES);

/** An API client as its company's admins see it, without its secrets. */
const apiClient = named.extend({
  clientId: z.string(),
  scopes: z.array(scope),
  /** Null: the company and all its projects. */
  projects: z.array(named).nullable(),
  createdAt: z.date(),
  /** Exact to the minute. */
  lastUsedAt: z.date().nullable(),
  /** The time until which the previous secret also works; null if there is only one secret. */
  previousSecretUntil: z.date().nullable(),
  revokedAt: z.date().nullable(),
});

/** Live clients first, newest on top. */
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

/** The secret is shown only here. */
export const createdApiClient = named.extend({ clientId: z.string(), clientSecret: z.string() });
export const rotatedClientSecret = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  previousSecretUntil: z.date(),
});

export type ApiClient = z.infer<typeof apiClient>;
export type CreatedApiClient = z.infer<typeof createdApiClient>;
export type RotatedClientSecret = z.infer<typeof rotatedClientSecret>;
