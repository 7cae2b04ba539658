import { z } from 'zod';

export const UNHEALTHY_REASONS = [
  'database_unreachable',
  'database_not_migrated',
  'engine_silent',
] as const;

export const systemHealth = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok'), engine: z.string(), sweptAt: z.date() }),
  z.object({
    status: z.literal('unavailable'),
    reason: z.enum(UNHEALTHY_REASONS),
    message: z.string(),
    /** Since when nothing moves, where the engine has been silent for too long. */
    sweptAt: z.date().nullable(),
  }),
]);

export type SystemHealth = z.infer<typeof systemHealth>;
