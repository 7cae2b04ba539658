import { z } from 'zod';
import { defineRawCommand } from '@/cli/command';
import { examine } from '@/cli/doctor';

export const doctorCommands = [
  defineRawCommand(
    {
      name: 'doctor',
      usage: '',
      summary: 'Check database, key and engine (exit 1 on a problem)',
      flags: z.object({}),
    },
    async (_flags, open) => {
      const checks = await examine(open);
      const ok = checks.every((one) => one.ok);
      return { value: { ok, checks }, exitCode: ok ? 0 : 1 };
    },
  ),
];
