import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { count, id, text } from '@/cli/flags';
import { createCompany, listCompanies, setQuotas } from '@/server/services/companies';

const QUOTA_MAX = 1_000_000_000;
/** `default` removes the quota that was set. */
const quota = z
  .union([z.literal('default').transform(() => null), count(QUOTA_MAX)], {
    error: 'must be a whole number from 1, or default',
  })
  .optional();

export const companyCommands = [
  defineCommand(
    {
      name: 'company create',
      usage: '--name NAME',
      summary: 'Create a company',
      flags: z.object({ name: text }),
    },
    ({ ctx }, { name }) => createCompany({ ctx, input: { name } }),
  ),
  defineCommand(
    { name: 'company list', usage: '', summary: 'List the companies', flags: z.object({}) },
    ({ ctx }) => listCompanies({ ctx }),
  ),
  defineCommand(
    {
      name: 'company quota',
      usage: '--id ID [--hooks N|default] [--events-per-second N|default] [--queued N|default]',
      summary: 'Show or change the quotas of a company',
      flags: z.object({ id, hooks: quota, 'events-per-second': quota, queued: quota }),
    },
    async ({ ctx }, { id: companyId, hooks, 'events-per-second': eventsPerSecond, queued }) => {
      const changes = {
        ...(hooks === undefined ? {} : { hooks }),
        ...(eventsPerSecond === undefined ? {} : { eventsPerSecond }),
        ...(queued === undefined ? {} : { queued }),
      };
      const quotas = await setQuotas({ ctx, input: { companyId, changes } });
      return {
        id: companyId,
        hooks: quotas.hooks,
        events_per_second: quotas.eventsPerSecond,
        queued: quotas.queued,
      };
    },
  ),
];
