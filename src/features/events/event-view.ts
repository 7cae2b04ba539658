import type { RouterOutputs } from '@/trpc/client';

export type EventsPage = RouterOutputs['deliveries']['list'];
/** An event on its way to a hook, as a row of the table shows it. */
export type EventView = EventsPage['items'][number];
export type EventDetailsView = RouterOutputs['deliveries']['get'];
export type AttemptView = EventDetailsView['attempts'][number];
export type FoundEventView = RouterOutputs['deliveries']['findByResource']['items'][number];
