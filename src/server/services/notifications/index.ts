export { countUnread } from './count-unread';
export { listNotifications } from './list-notifications';
export { markRead } from './mark-read';
