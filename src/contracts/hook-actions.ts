import { z } from 'zod';
import { DAY_SECONDS } from '@/domain/units';
import { hookAddress, id } from './tenant';

const OVERLAP_SECONDS_MAX = 7 * DAY_SECONDS;

/** `overlapSeconds`: how long the replaced secret signs along; 0 ends it at once. */
export const rotateSecretInput = hookAddress.extend({
  overlapSeconds: z.number().int().min(0).max(OVERLAP_SECONDS_MAX).default(DAY_SECONDS),
});

/** The new secret is shown here and never again. */
export const rotatedSecret = z.object({
  signingSecret: z.string(),
  previousExpiresAt: z.date().nullable(),
});

/** What waits for a hook right now. */
export const hookQueue = z.object({
  /** Queued and retrying deliveries. */
  depth: z.number(),
  inFlight: z.number(),
  /** When the engine next attempts something; null while nothing waits or the hook is disabled. */
  nextAttemptAt: z.date().nullable(),
  isCircuitOpen: z.boolean(),
  /** A discarded queue is still being cleared away. */
  isDiscarding: z.boolean(),
});

/** Both or neither; without them the hook's first selected event is sent. */
export const sendTestInput = hookAddress.extend({
  resourceName: z.string().optional(),
  eventType: z.string().optional(),
});
export const sentTest = z.object({ deliveryId: id, eventId: id });

export const discardedQueue = z.object({ discarded: z.number() });

export type DiscardedQueue = z.infer<typeof discardedQueue>;
export type HookQueue = z.infer<typeof hookQueue>;
export type RotatedSecret = z.infer<typeof rotatedSecret>;
export type RotateSecretInput = z.infer<typeof rotateSecretInput>;
export type SendTestInput = z.infer<typeof sendTestInput>;
export type SentTest = z.infer<typeof sentTest>;
