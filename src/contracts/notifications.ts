import { z } from 'zod';
import { NOTIFICATION_KINDS } from '@/domain/notification';
import { reason } from './reason';
import { id } from './tenant';

const notification = z.object({
  id,
  kind: z.enum(NOTIFICATION_KINDS),
  reason: reason.nullable(),
  createdAt: z.date(),
  isRead: z.boolean(),
  companyId: id,
  companyName: z.string(),
  projectId: id.nullable(),
  projectName: z.string().nullable(),
  hookId: id,
  hookName: z.string(),
});

export const listNotificationsInput = z.object({ cursor: id.nullish() });
export type ListNotificationsInput = z.infer<typeof listNotificationsInput>;

export const notificationList = z.object({ items: z.array(notification), next: id.nullable() });
export type NotificationList = z.infer<typeof notificationList>;

/** Marks the notifications up to this one, so that those that arrive in between stay unread. */
export const markReadInput = z.object({ through: id });
export type MarkReadInput = z.infer<typeof markReadInput>;

export const unreadCount = z.object({ unread: z.number().int().nonnegative() });
export type UnreadCount = z.infer<typeof unreadCount>;
