import { boolean, integer, jsonb, real, text } from 'drizzle-orm/pg-core';
import type { Reason } from '@/domain/delivery-reasons';
import {
  HOOK_SETTINGS,
  type HookSettingName,
  hookSetting,
  hookSettingsOf,
} from '@/domain/hook-settings';
import { eachOf, wireName } from '@/domain/keyed';
import { gancho, id, time } from './base';

const isInQueue = (name: HookSettingName) => hookSetting(name).isInQueue === true;

/**
 * The live state of one hook's queue. Its row lock is the lock of the whole queue. It is read here for health and for
 * the next delivery. Only the engine's functions write it (in drizzle/routines).
 *
 * `nextAt` is when the hook next needs attention, infinity while there is nothing to do. `headDueAt` and `headId` are a
 * lower bound of all waiting deliveries.
 */
export const hookQueue = gancho.table('hook_queue', {
  hookId: id('hook_id').primaryKey(),
  companyId: id('company_id').notNull(),
  isEnabled: boolean('is_enabled').notNull().default(true),
  isInOrder: boolean('is_in_order').notNull().default(false),
  // Copies of the hook's settings, which gancho.sync_hook_queue writes.
  ...eachOf(hookSettingsOf('integer').filter(isInQueue), (name) =>
    integer(wireName(name)).notNull().default(HOOK_SETTINGS[name].defaultValue),
  ),
  ...eachOf(hookSettingsOf('optionalNumber').filter(isInQueue), (name) => real(wireName(name))),
  configVersion: integer('config_version').notNull().default(1),
  inFlight: integer('in_flight').notNull().default(0),
  headDueAt: time('head_due_at').notNull(),
  headId: id('head_id').notNull().default(0),
  hasTests: boolean('has_tests').notNull().default(false),
  nextAt: time('next_at').notNull(),
  failingSince: time('failing_since'),
  failureStreak: integer('failure_streak').notNull().default(0),
  circuitOpenedAt: time('circuit_opened_at'),
  probeStep: integer('probe_step').notNull().default(0),
  probeAt: time('probe_at'),
  lastSuccessAt: time('last_success_at'),
  lastFailureAt: time('last_failure_at'),
  lastError: jsonb('last_error').$type<Reason>(),
  incidentAt: time('incident_at'),
  windowEndedAt: time('window_ended_at'),
  testSucceededAt: time('test_succeeded_at'),
  answerMs: real('answer_ms'),
  isQuick: boolean('is_quick').notNull().default(false),
  discardThrough: id('discard_through').notNull().default(0),
  discardReason: jsonb('discard_reason').$type<Reason>(),
  isDiscarding: boolean('is_discarding').notNull().default(false),
  rateTat: time('rate_tat'),
  testTat: time('test_tat'),
});

/** One row: the engine that swept last, and when. /api/health reads it. */
export const engineHeartbeat = gancho.table('engine_heartbeat', {
  id: boolean().primaryKey().default(true),
  engine: text({ enum: ['embedded', 'inngest'] }).notNull(),
  sweptAt: time('swept_at').notNull(),
  purgedAt: time('purged_at'),
});

/**
 * The reason why a worker sends nothing or less, or why a purge does not drop. There is one row per process (`source`:
 * the worker's name) and cause. A row whose `seenAt` is more than two minutes old is over, even if its process has
 * died.
 */
export const engineTroubles = gancho.table('engine_troubles', {
  source: text().notNull(),
  code: text().notNull(),
  params: jsonb().$type<Record<string, string | number>>().notNull().default({}),
  since: time('since').notNull(),
  seenAt: time('seen_at').notNull(),
});
