import { z } from 'zod';
import { id } from './place';

const named = z.object({ id, name: z.string() });

/** Who a token speaks for, and what is in its reach. */
export const clientReach = z.object({
  client: named.extend({ clientId: z.string() }),
  company: named,
  projects: z.array(named),
});

export type ClientReach = z.infer<typeof clientReach>;
