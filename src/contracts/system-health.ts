import { z } from 'zod';

const UNHEALTHY_REASONS = [
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
  }),
]);

export type SystemHealth = z.infer<typeof systemHealth>;
