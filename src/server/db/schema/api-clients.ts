import { bigint, text } from 'drizzle-orm/pg-core';
import { createdAt, gancho, id, identity, time } from './base';

const projectIds = () => bigint('project_ids', { mode: 'number' }).array();

/**
 * An OAuth 2.0 client of one company. `projectIds` null gives access to all its projects, otherwise the listed
 * ones alone. Revoked for good once `revokedAt` is set.
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

/** A client's secret, hashed. Two may live at a time during a rotation; the old one has `expiresAt`. */
export const apiClientSecrets = gancho.table('api_client_secrets', {
  id: identity(),
  companyId: id('company_id').notNull(),
  apiClientId: id('api_client_id').notNull(),
  secretHash: text('secret_hash').notNull(),
  createdAt: createdAt(),
  expiresAt: time('expires_at'),
});

/** An opaque bearer token, hashed, with what it may do copied in: one look-up answers a request. */
export const accessTokens = gancho.table('access_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  companyId: id('company_id').notNull(),
  apiClientId: id('api_client_id').notNull(),
  /** What it was got with: a secret that is ended takes its tokens along. */
  secretId: id('secret_id').notNull(),
  scopes: text().array().notNull(),
  projectIds: projectIds(),
  createdAt: createdAt(),
  expiresAt: time('expires_at').notNull(),
  revokedAt: time('revoked_at'),
});
