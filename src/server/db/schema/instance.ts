import { boolean, text } from 'drizzle-orm/pg-core';
import { createdAt, gancho, id, time } from './base';

/**
 * What there is once in an installation: a single row, written by the first start. `keyCheck` tells
 * whether a start has the right secret key; `adminUserId` is the first admin; `sampleMadeAt` is set for
 * good once the sample company has been made, `setUpAt` once the first admin went through the set-up.
 */
export const instance = gancho.table('instance', {
  id: boolean().primaryKey().default(true),
  keyCheck: text('key_check').notNull(),
  adminUserId: id('admin_user_id'),
  sampleMadeAt: time('sample_made_at'),
  setUpAt: time('set_up_at'),
  createdAt: createdAt(),
});
