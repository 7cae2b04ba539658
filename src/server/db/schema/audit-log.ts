import { jsonb, text } from 'drizzle-orm/pg-core';
import { createdAt, gancho, id, identity } from './base';

/**
 * The record of who changed what. Every write by a person, a client or an operator adds a row in the same transaction,
 * so that neither exists without the other. Insert-only. `details` never contains secrets.
 */
export const auditLog = gancho.table('audit_log', {
  id: identity(),
  companyId: id('company_id').notNull(),
  projectId: id('project_id'),
  actorKind: text('actor_kind', { enum: ['user', 'client', 'operator', 'engine'] }).notNull(),
  actorId: id('actor_id'),
  action: text().notNull(),
  subjectId: text('subject_id'),
  details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  createdAt: createdAt(),
});
