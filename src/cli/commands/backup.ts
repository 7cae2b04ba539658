import { z } from 'zod';
import { type Answer, defineRawCommand } from '@/cli/command';
import { text } from '@/cli/flags';
import { checkRights } from '@/launcher/installation-check';
import { dumpDatabase, type TableCount } from '@/server/db/backup/dump';
import { writeBackupFile } from '@/server/db/backup/file';
import type { BackupHeader } from '@/server/db/backup/header';
import { verifyBackup } from '@/server/db/backup/read';
import { restoreDatabase } from '@/server/db/backup/restore';
import { keyCheckValue, keyName } from '@/server/gateways/secret-box';
import { checkKeyOfBackup, proverOf } from '@/server/services/setup';

export const backupCommands = [
  defineRawCommand(
    {
      name: 'backup',
      usage: 'FILE',
      summary: 'Write the whole database into a new file, while Gancho runs',
      flags: z.object({ file: text }),
      operand: 'file',
    },
    async ({ file }, open) => {
      // Without a migration, because a backup before an upgrade must hold the old schema.
      const { env, close } = await open({ isMigrated: false });
      try {
        const { filled, bytes } = await writeBackupFile(file, (write) =>
          dumpDatabase({
            url: env.migrationDatabaseUrl,
            keyCheck: keyCheckValue(env.secretKey),
            prover: proverOf(env),
            write,
          }),
        );
        const key = keyName(filled.header.keyCheck);
        return answer({ file, bytes, ...about(filled.header) }, filled.tables, {
          key: `${key}, which is not in the file: keep GANCHO_SECRET_KEY (or secrets.json of the data directory) in another place`,
        });
      } finally {
        await close();
      }
    },
  ),
  defineRawCommand(
    {
      name: 'restore',
      usage: 'FILE [--replace]',
      summary:
        'Fill a new database from a backup; with --replace, delete the data of an existing one',
      flags: z.object({ file: text, replace: z.boolean().default(false) }),
      switches: ['replace'],
      operand: 'file',
    },
    async ({ file, replace }, open) => {
      const { header, seal } = await verifyBackup(file);
      const { env, close } = await open({ isMigrated: false });
      try {
        checkKeyOfBackup(header.keyCheck, env);
        await checkRights(env);
        const { tables } = await restoreDatabase({
          url: env.migrationDatabaseUrl,
          path: file,
          header,
          seal,
          prover: proverOf(env),
          replaces: replace,
        });
        return answer({ file, ...about(header) }, tables, {});
      } finally {
        await close();
      }
    },
  ),
];

function about({ release, takenAt, keyCheck }: BackupHeader) {
  return { release, taken_at: takenAt, key: keyName(keyCheck) };
}

function answer(facts: object, tables: readonly TableCount[], forPeople: object): Answer {
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const value = { ...facts, rows, tables: [...tables] };
  const filled = tables.filter((one) => one.rows > 0);
  return { value, shown: { ...value, ...forPeople, tables: filled } };
}
