export { EventDetails } from './event-details';
export { EVENTS_PER_PAGE } from './events-pager';
export { HookEvents } from './hook-events';
export { ReasonSentence } from './reason-sentence';
