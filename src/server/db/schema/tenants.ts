import { boolean, integer, text } from 'drizzle-orm/pg-core';
import { createdAt, gancho, id, identity } from './base';

/**
 * A company is a tenant: everything except people belongs to exactly one. Row security compares `gancho.company_id` of
 * the transaction with each row's company.
 *
 * Written by the operator's CLI and by first-run set-up. At most one is the sample company. `max...` are its quotas
 * (domain/quotas), null where the default applies.
 */
export const companies = gancho.table('companies', {
  id: identity(),
  name: text().notNull(),
  isSample: boolean('is_sample').notNull().default(false),
  createdAt: createdAt(),
  maxHooks: integer('max_hooks'),
  maxEventsPerSecond: integer('max_events_per_second'),
  maxQueued: integer('max_queued'),
});

/**
 * A project of one company. The foreign keys of its children contain (company_id, project_id), so that a project of
 * another company cannot be used even by mistake.
 */
export const projects = gancho.table('projects', {
  id: identity(),
  companyId: id('company_id').notNull(),
  name: text().notNull(),
  createdAt: createdAt(),
});
