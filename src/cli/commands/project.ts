import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { id, text } from '@/cli/flags';
import { createProject, listProjects, type Project } from '@/server/services/projects';

const show = ({ id: projectId, name, companyId }: Project) => ({
  id: projectId,
  name,
  company_id: companyId,
});

export const projectCommands = [
  defineCommand(
    {
      name: 'project create',
      usage: '--company ID --name NAME',
      summary: 'Create a project in a company',
      flags: z.object({ company: id, name: text }),
    },
    async ({ ctx }, { company, name }) =>
      show(await createProject({ ctx, input: { companyId: company, name } })),
  ),
  defineCommand(
    {
      name: 'project list',
      usage: '--company ID',
      summary: 'List the projects of a company',
      flags: z.object({ company: id }),
    },
    async ({ ctx }, { company }) =>
      (await listProjects({ ctx, input: { companyId: company } })).map(show),
  ),
];
