import { z } from 'zod';
import { defineCommand, defineRawCommand } from '@/cli/command';
import { conflict } from '@/domain/errors';
import { checkInstallation } from '@/launcher/installation-check';
import { migrate } from '@/server/db/migrate';
import { purge } from '@/server/engine/maintenance/purge';
import { describeRefusedPurge } from '@/server/engine/maintenance/refused-purge';

export const databaseCommands = [
  defineRawCommand(
    {
      name: 'migrate',
      usage: '',
      summary: 'Bring the database to this version',
      flags: z.object({}),
    },
    async (_flags, open) => {
      const session = await open({ isMigrated: false });
      try {
        await checkInstallation(session.env);
        return { value: { applied: await migrate({ url: session.env.migrationDatabaseUrl }) } };
      } finally {
        await session.close();
      }
    },
  ),
  defineCommand(
    {
      name: 'purge',
      usage: '[--confirm]',
      summary: 'Drop the history that is older than the retention, now',
      flags: z.object({ confirm: z.boolean().default(false) }),
      switches: ['confirm'],
    },
    async ({ ctx }, { confirm }) => {
      const { retentionDays } = ctx.settings;
      const done = await purge(ctx.db, { retentionDays, isConfirmed: confirm, log: ctx.log });
      if (done.refused) throw conflict(describeRefusedPurge(done.refused, retentionDays));
      return {
        partitions_dropped: done.partitionsDropped,
        partitions_created: done.partitionsCreated,
        days_kept: done.daysKept,
      };
    },
  ),
];
