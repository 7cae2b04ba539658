import { eventType, staticSchema } from 'inngest';

export type HealthChange = { hookId: number; companyId: number };

/** Events were committed and wait to be dispatched. Carries nothing: the tables say which. */
export const eventsRecorded = eventType('gancho/events.recorded');

/** Deliveries are due, or will be at the event's `ts`. Carries nothing either. */
export const deliveriesDue = eventType('gancho/deliveries.due');

/** Of many hooks at once: when a receiver goes down, all its hooks may begin to fail together. */
export const healthChanged = eventType('gancho/hooks.health_changed', {
  schema: staticSchema<{ changes: HealthChange[] }>(),
});

export const announcementNames = [eventsRecorded.name, deliveriesDue.name] as const;

/** The wake-ups that other layers may announce. */
export type AnnouncementName = (typeof announcementNames)[number];
