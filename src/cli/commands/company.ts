import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { text } from '@/cli/flags';
import { createCompany, listCompanies } from '@/server/services/companies';

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
];
