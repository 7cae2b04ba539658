import { sql } from 'drizzle-orm';
import { boolean, integer, jsonb, real, smallint, text } from 'drizzle-orm/pg-core';
import type { StoredHeader } from '@/domain/header-change';
import { HOOK_SETTINGS, type StoredHookSetting } from '@/domain/hook-settings';
import { PAYLOAD_VERSIONS, type PastPayloadVersion } from '@/domain/payload/version';
import { createdAt, gancho, id, identity, time } from './base';

const { allProjects, deliveryMode, maxInFlight, retryWindowSeconds, status, timeoutSeconds } =
  HOOK_SETTINGS;

/**
 * One notification endpoint of a company (projectId null) or of one project.
 *
 * Legal states: active; disabled by an admin or, after a 410, as gone; deleted (soft: its history stays readable until
 * it is purged, then the row is deleted). Headers are encrypted as a whole. `headersShown` has the part of each header
 * that may be shown, and who set it, so that no list ever selects a secret. `configVersion` rises with every change
 * that a sender must know.
 *
 * The index hooks_scope serves the list of a company or project.
 */
export const hooks = gancho.table('hooks', {
  id: identity(),
  companyId: id('company_id').notNull(),
  projectId: id('project_id'),
  name: text().notNull(),
  namespace: text().notNull(),
  payloadVersion: text('payload_version', { enum: PAYLOAD_VERSIONS }).notNull(),
  pastPayloadVersions: jsonb('past_payload_versions')
    .$type<PastPayloadVersion[]>()
    .notNull()
    .default([]),
  destinationUrl: text('destination_url').notNull(),
  headersSealed: text('headers_sealed'),
  headersShown: jsonb('headers_shown').$type<StoredHeader[]>(),
  allProjects: boolean('all_projects').notNull().default(allProjects.defaultValue),
  status: text({ enum: status.values }).notNull().default(status.defaultValue),
  disabledReason: text('disabled_reason', { enum: ['admin', 'gone'] }),
  disabledAt: time('disabled_at'),
  disabledBy: text('disabled_by'),
  deliveryMode: text('delivery_mode', { enum: deliveryMode.values })
    .notNull()
    .default(deliveryMode.defaultValue),
  timeoutSeconds: smallint('timeout_seconds').notNull().default(timeoutSeconds.defaultValue),
  maxInFlight: smallint('max_in_flight').notNull().default(maxInFlight.defaultValue),
  maxPerSecond: real('max_per_second'),
  retryWindowSeconds: integer('retry_window_seconds')
    .notNull()
    .default(retryWindowSeconds.defaultValue),
  configVersion: integer('config_version').notNull().default(1),
  createdByUser: id('created_by_user'),
  createdAt: createdAt(),
  updatedAt: time('updated_at').notNull().default(sql`now()`),
  deletedAt: time('deleted_at'),
} satisfies Record<StoredHookSetting, unknown> & Record<string, unknown>);

/**
 * A hook's signing secrets, encrypted. Exactly one has no `expiresAt` and is current. A replaced secret also signs
 * until it expires.
 */
export const hookSecrets = gancho.table('hook_secrets', {
  id: identity(),
  companyId: id('company_id').notNull(),
  hookId: id('hook_id').notNull(),
  secretSealed: text('secret_sealed').notNull(),
  createdAt: createdAt(),
  expiresAt: time('expires_at'),
});

/**
 * One resource and event type that a hook subscribes to, from `createdAt` (inclusive) to `deletedAt` (exclusive). It is
 * kept after deletion, so that the console can explain why an event was or was not sent.
 *
 * `projectId` is the hook's. triggers_live: one live trigger per hook, resource and type. triggers_match serves
 * dispatch.
 */
export const triggers = gancho.table('triggers', {
  id: identity(),
  companyId: id('company_id').notNull(),
  projectId: id('project_id'),
  hookId: id('hook_id').notNull(),
  resourceName: text('resource_name').notNull(),
  eventType: text('event_type', { enum: ['create', 'update', 'delete'] }).notNull(),
  createdAt: createdAt(),
  deletedAt: time('deleted_at'),
});

/** A resource that a company has added to the built-in catalogue. */
export const resources = gancho.table('resources', {
  id: identity(),
  companyId: id('company_id').notNull(),
  name: text().notNull(),
  level: text({ enum: ['company', 'project'] }).notNull(),
  category: text().notNull(),
  tool: text().notNull(),
  eventTypes: text('event_types').array().notNull(),
  description: text().notNull().default(''),
  createdAt: createdAt(),
});
