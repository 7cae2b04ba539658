import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { removeSample } from '@/server/services/sample';

export const demoCommands = [
  defineCommand(
    {
      name: 'demo remove',
      usage: '',
      summary: 'Remove the sample company; it is never made again',
      flags: z.object({}),
    },
    async ({ ctx }) => ({ removed: await removeSample({ ctx }) }),
  ),
];
