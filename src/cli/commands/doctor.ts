import { z } from 'zod';
import { defineRawCommand } from '@/cli/command';
import { examine } from '@/cli/doctor';

export const doctorCommands = [
  defineRawCommand(
    {
      name: 'doctor',
      usage: '',
      summary: 'Look whether database, key and engine are in order (exit 1 if not)',
      flags: z.object({}),
    },
    async (_flags, open) => {
      const checks = await examine(open);
      const ok = checks.every((one) => one.ok);
      return { value: { ok, checks }, exitCode: ok ? 0 : 1 };
    },
  ),
];
