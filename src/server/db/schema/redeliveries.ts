import { boolean, integer, json, text } from 'drizzle-orm/pg-core';
import { REDELIVERY_STATES, type RedeliveryChoice } from '@/domain/redelivery';
import { createdAt, gancho, id, identity, time } from './base';

/** A job that sends many deliveries again. `hookId` null: every hook of the project, or of the company with its projects. */
export const redeliveries = gancho.table('redeliveries', {
  id: identity(),
  companyId: id('company_id').notNull(),
  projectId: id('project_id'),
  hookId: id('hook_id'),
  choice: json().$type<RedeliveryChoice>().notNull(),
  state: text({ enum: REDELIVERY_STATES }).notNull().default('running'),
  createdBy: text('created_by'),
  createdAt: createdAt(),
  endedAt: time('ended_at'),
});

/** The part of a job for one hook, and its progress. `openIds` are the deliveries in the queue. */
export const redeliveryHooks = gancho.table('redelivery_hooks', {
  redeliveryId: id('redelivery_id').notNull(),
  hookId: id('hook_id').notNull(),
  companyId: id('company_id').notNull(),
  matched: integer().notNull(),
  afterId: id('after_id').notNull().default(0),
  isRead: boolean('is_read').notNull().default(false),
  sent: integer().notNull().default(0),
  delivered: integer().notNull().default(0),
  failed: integer().notNull().default(0),
  openIds: id('open_ids').array().notNull(),
  fedAt: time('fed_at'),
});
