import {
  listNotificationsInput,
  markReadInput,
  notificationList,
  unreadCount,
} from '@/contracts/notifications';
import { countUnread, listNotifications, markRead } from '@/server/services/notifications';
import { router, signedInProcedure } from '../init';

export const notificationsRouter = router({
  list: signedInProcedure
    .input(listNotificationsInput)
    .output(notificationList)
    .query(({ ctx, input }) => listNotifications({ ctx, input })),
  unreadCount: signedInProcedure.output(unreadCount).query(({ ctx }) => countUnread({ ctx })),
  markRead: signedInProcedure
    .input(markReadInput)
    .output(unreadCount)
    .mutation(({ ctx, input }) => markRead({ ctx, input })),
});
