import { primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { gancho, id, time } from './base';

/**
 * A POST of an API client under its Idempotency-Key, remembered for a day. `status` and `bodySealed`
 * are null while it is being answered; what was refused leaves no row.
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
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.apiClientId, table.key] })],
);
