import { z } from 'zod';
import { defineCommand, defineRawCommand } from '@/cli/command';
import { checkInstallation } from '@/launcher/installation-check';
import { migrate } from '@/server/db/migrate';
import { purge } from '@/server/services/maintenance/purge';

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
      usage: '',
      summary: 'Drop what is older than the retention, now',
      flags: z.object({}),
    },
    async ({ ctx }) => {
      const { retentionDays } = ctx.settings;
      const nowMs = ctx.clock.nowMs();
      const done = await purge(ctx.db, { nowMs, retentionDays, log: ctx.log });
      return {
        partitions_dropped: done.partitionsDropped,
        partitions_created: done.partitionsCreated,
        live_rows_dropped: done.liveRowsDropped,
      };
    },
  ),
];
