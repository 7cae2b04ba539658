import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { choice, id, list, text } from '@/cli/flags';
import { CATEGORIES, EVENT_TYPES, RESOURCE_LEVELS } from '@/domain/catalogue/resource';
import { createResource } from '@/server/services/resources';

export const resourceCommands = [
  defineCommand(
    {
      name: 'resource create',
      usage:
        '--company ID --name NAME --level company|project --events create,update,delete [--tool TOOL] [--category CATEGORY]',
      summary: "Add a resource to a company's catalogue",
      flags: z.object({
        company: id,
        name: text,
        level: choice(RESOURCE_LEVELS),
        events: list(EVENT_TYPES),
        tool: text.optional(),
        category: choice(CATEGORIES).optional(),
      }),
    },
    ({ ctx }, { company, name, level, events, tool, category }) =>
      createResource({
        ctx,
        input: {
          companyId: company,
          name,
          level,
          events,
          ...(tool === undefined ? {} : { tool }),
          ...(category === undefined ? {} : { category }),
        },
      }),
  ),
];
