import { z } from 'zod';
import { HEALTH_CODES } from '@/domain/system-health';
import { described } from './described';

const finding = z
  .object({
    code: described(
      z.enum(HEALTH_CODES),
      'A stable code that programs may rely on',
      'engine_silent',
    ),
    message: described(z.string(), 'The problem', 'The engine has never swept.'),
    remedy: described(z.string(), 'The remedy', 'start the worker: npm start'),
  })
  .meta({ id: 'HealthFinding', description: 'One problem' });

export const systemHealth = z.object({
  status: z.enum(['ok', 'unavailable']),
  version: z.string(),
  engine: z.enum(['embedded', 'inngest']),
  /** The time of the engine's last sweep; null if it is unknown, or there was none. */
  sweptAt: z.date().nullable(),
  /** The reasons why new events may not be delivered; empty when all is well. */
  reasons: z.array(finding),
  /** Problems that do not stop deliveries yet. */
  warnings: z.array(finding),
});

export type SystemHealth = z.infer<typeof systemHealth>;
