import { sql } from 'drizzle-orm';
import { primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { gancho, id, time } from './base';

/**
 * A POST of an API client with an Idempotency-Key, kept for a day. `status` and `bodySealed` are null while the answer
 * is being made. A refused request leaves no row.
 */
export const idempotentRequests = gancho.table(
  'idempotent_requests',
  {
    companyId: id('company_id').notNull(),
    apiClientId: id('api_client_id').notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    status: smallint(),
    bodySealed: text('body_sealed'),
    createdAt: time('created_at').notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.apiClientId, table.key] })],
);
