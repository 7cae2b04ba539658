import { jsonb, text } from 'drizzle-orm/pg-core';
import type { Reason } from '@/domain/delivery-reasons';
import { NOTIFICATION_KINDS } from '@/domain/notification';
import { createdAt, gancho, id, identity, time } from './base';

/**
 * A change of a hook's health, sent to one of its admins. The engine writes it once for each change, which `changeKey`
 * identifies. `readAt` is the person's own mark. It is purged with the history.
 */
export const notifications = gancho.table('notifications', {
  id: identity(),
  companyId: id('company_id').notNull(),
  userId: id('user_id').notNull(),
  hookId: id('hook_id').notNull(),
  kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
  changeKey: text('change_key').notNull(),
  reason: jsonb().$type<Reason>(),
  createdAt: createdAt(),
  readAt: time('read_at'),
  mailedAt: time('mailed_at'),
});
