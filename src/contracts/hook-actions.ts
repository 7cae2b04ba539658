import { z } from 'zod';
import { DAY_SECONDS } from '@/domain/units';
import { hookAddress, id } from './tenant';

const OVERLAP_SECONDS_MAX = 7 * DAY_SECONDS;

/** `overlapSeconds`: how long the replaced secret still signs; 0 ends it at once. */
export const rotateSecretInput = hookAddress.extend({
  overlapSeconds: z.number().int().min(0).max(OVERLAP_SECONDS_MAX).default(DAY_SECONDS),
});

/** The new secret is shown only here. */
export const rotatedSecret = z.object({
  signingSecret: z.string(),
  previousExpiresAt: z.date().nullable(),
});

/** The deliveries that wait for a hook at this moment. */
export const hookQueue = z.object({
  /** The number of queued and retrying deliveries. */
  depth: z.number(),
  inFlight: z.number(),
  /** The time of the engine's next attempt; null if nothing waits or the hook is disabled. */
  nextAttemptAt: z.date().nullable(),
  isCircuitOpen: z.boolean(),
  /** Whether a discarded queue is still being removed. */
  isDiscarding: z.boolean(),
});

/** Both fields or neither. Without them the hook's first selected event is sent. */
export const sendTestInput = hookAddress.extend({
  resourceName: z.string().optional(),
  eventType: z.string().optional(),
});
export const sentTest = z.object({ deliveryId: id, eventId: id });

export const discardedQueue = z.object({ discarded: z.number() });
export const dismissedLost = z.object({ dismissed: z.number() });

export type DismissedLost = z.infer<typeof dismissedLost>;
export type DiscardedQueue = z.infer<typeof discardedQueue>;
export type HookQueue = z.infer<typeof hookQueue>;
export type RotatedSecret = z.infer<typeof rotatedSecret>;
export type RotateSecretInput = z.infer<typeof rotateSecretInput>;
export type SendTestInput = z.infer<typeof sendTestInput>;
export type SentTest = z.infer<typeof sentTest>;
