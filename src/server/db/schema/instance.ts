import { boolean, text } from 'drizzle-orm/pg-core';
import { createdAt, gancho, id, time } from './base';

/**
 * The single row of an installation, written by the first start. `keyCheck` shows whether a start has the right secret
 * key. `adminUserId` is the first admin. `sampleMadeAt` is set permanently when the sample company is created, and
 * `setUpAt` when the first admin has completed the set-up.
 */
export const instance = gancho.table('instance', {
  id: boolean().primaryKey().default(true),
  keyCheck: text('key_check').notNull(),
  adminUserId: id('admin_user_id'),
  sampleMadeAt: time('sample_made_at'),
  setUpAt: time('set_up_at'),
  createdAt: createdAt(),
});
