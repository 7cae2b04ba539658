import { jsonb, text } from 'drizzle-orm/pg-core';
import type { Reason } from '@/domain/delivery-reasons';
import { NOTIFICATION_KINDS } from '@/domain/notification';
import { createdAt, gancho, id, identity, time } from './base';

/**
 * What has become of a hook, told to one of its admins. Written by the engine once for each change, which
 * `changeKey` names; the person's own mark is `readAt`. Purged with the history.
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
