import { eventType, staticSchema } from 'inngest';

export type HealthChange = { hookId: number; companyId: number };

/** Events were committed and wait for dispatch. It carries no data, because the tables have it. */
export const eventsRecorded = eventType('gancho/events.recorded');

/** Deliveries are due, or will be at the event's `ts`. It carries no data either. */
export const deliveriesDue = eventType('gancho/deliveries.due');

/** A redelivery job has begun, or was changed. */
export const redeliveriesDue = eventType('gancho/redeliveries.due');

/** Names many hooks at once, because all hooks of a receiver may begin to fail together when it goes down. */
export const healthChanged = eventType('gancho/hooks.health_changed', {
  schema: staticSchema<{ changes: HealthChange[] }>(),
});

export const announcementNames = [
  eventsRecorded.name,
  deliveriesDue.name,
  redeliveriesDue.name,
] as const;

/** The wake-ups that other layers may announce. */
export type AnnouncementName = (typeof announcementNames)[number];
