import { bigint, text } from 'drizzle-orm/pg-core';
import { createdAt, gancho, id, identity, time } from './base';

const projectIds = () => bigint('project_ids', { mode: 'number' }).array();

/**
 * An OAuth 2.0 client of one company. With `projectIds` null it has access to all projects, otherwise only to the
 * listed ones. It is revoked permanently once `revokedAt` is set.
 */
export const apiClients = gancho.table('api_clients', {
  id: identity(),
  companyId: id('company_id').notNull(),
  name: text().notNull(),
  clientId: text('client_id').notNull(),
  scopes: text().array().notNull(),
  projectIds: projectIds(),
  createdBy: id('created_by'),
  createdAt: createdAt(),
  lastUsedAt: time('last_used_at'),
  revokedAt: time('revoked_at'),
});

/** The hashed secret of a client. During a rotation two may be valid, and the old one has `expiresAt`. */
export const apiClientSecrets = gancho.table('api_client_secrets', {
  id: identity(),
  companyId: id('company_id').notNull(),
  apiClientId: id('api_client_id').notNull(),
  secretHash: text('secret_hash').notNull(),
  createdAt: createdAt(),
  expiresAt: time('expires_at'),
});

/** A hashed opaque bearer token. Its rights are copied into the row, so that one look-up answers a request. */
export const accessTokens = gancho.table('access_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  companyId: id('company_id').notNull(),
  apiClientId: id('api_client_id').notNull(),
  /** The secret that the token was issued for. Ending a secret ends its tokens. */
  secretId: id('secret_id').notNull(),
  scopes: text().array().notNull(),
  projectIds: projectIds(),
  createdAt: createdAt(),
  expiresAt: time('expires_at').notNull(),
  revokedAt: time('revoked_at'),
});
