export { countUnread } from './count-unread';
export { listNotifications } from './list-notifications';
export { type HealthLetter, type HealthNews, mailNews, type SendLetter } from './mail-news';
export { markRead } from './mark-read';
