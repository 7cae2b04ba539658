export { EventPage } from './event-page';
export { EventTypeName } from './event-type-name';
export {
  EVENT_PATH,
  eventsInput,
  filterInput,
  formatEventsQuery,
  parseEventsQuery,
} from './events-query';
export { HookEvents } from './hook-events';
export { CauseSentence, ReasonSentence } from './reason-sentence';
export { ChooseRedelivery } from './redelivery/choose-redelivery';
export { RedeliverDialog } from './redelivery/redeliver-dialog';
export { redeliveriesInput } from './redelivery/redeliveries-input';
export { RedeliveryProgress } from './redelivery/redelivery-progress';
export { ResourceSearch } from './resource-search';
export { StatusBadge } from './status-badge';
export { useHookAction } from './use-hook-action';
