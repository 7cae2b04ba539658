import { z } from 'zod';
import { HEALTH_CODES } from '@/domain/system-health';
import { described } from '../described';
import { systemHealth } from '../system-health';
import { moment } from './fields';

/** An empty answer, which says only that the work is done. */
export const empty = z.object({}).meta({ examples: [{}] });

const common = {
  version: described(z.string(), 'The version of Gancho', '0.1.0'),
  engine: described(systemHealth.shape.engine, 'The program that runs the functions', 'embedded'),
  swept_at: moment("The time of the engine's last sweep, or null").nullable(),
  reasons: systemHealth.shape.reasons.meta({
    description: 'The reasons why it cannot work; empty when healthy',
  }),
  warnings: systemHealth.shape.warnings.meta({
    description: 'The problems that do not stop deliveries yet',
  }),
};

export const system = {
  alive: z.object({ status: described(z.literal('ok'), 'The process answers', 'ok') }),
  healthy: z.object({
    status: described(z.literal('ok'), 'New events will be delivered', 'ok'),
    ...common,
  }),
  unhealthy: z.object({
    status: described(z.literal('unavailable'), 'New events may not be delivered', 'unavailable'),
    reason: described(
      z.enum(HEALTH_CODES),
      'The code of the first of the reasons',
      'engine_silent',
    ),
    message: described(
      z.string(),
      'The first of the reasons, and what to do',
      'The engine has never swept: start the worker: npm start',
    ),
    ...common,
  }),
};
