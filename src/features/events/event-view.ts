import type { RouterOutputs } from '@/trpc/client';

/** An event on its way to a hook, as a row of the table shows it. */
export type EventView = RouterOutputs['deliveries']['list']['items'][number];
export type EventDetailsView = RouterOutputs['deliveries']['get'];
export type AttemptView = EventDetailsView['attempts'][number];
export type FoundEventView = RouterOutputs['deliveries']['findByResource']['items'][number];
