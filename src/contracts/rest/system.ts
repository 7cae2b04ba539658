import { z } from 'zod';
import { said } from '../said';
import { UNHEALTHY_REASONS } from '../system-health';
import { moment } from './fields';

const sweptAt = moment('When the engine last looked for what is due');

/** Nothing but that it was done. */
export const empty = z.object({}).meta({ examples: [{}] });

export const system = {
  healthy: z.object({
    status: said(z.literal('ok'), 'What is published now will be delivered', 'ok'),
    engine: said(z.string(), 'What runs the functions', 'embedded'),
    swept_at: sweptAt,
  }),
  unhealthy: z.object({
    status: said(z.literal('unavailable'), 'Deliveries stand still', 'unavailable'),
    reason: said(z.enum(UNHEALTHY_REASONS), 'Why, as a stable code', 'engine_silent'),
    message: said(z.string(), 'Why, and what to do', 'The engine has not been heard of.'),
    swept_at: sweptAt.optional(),
  }),
};
