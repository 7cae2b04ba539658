import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { dumpDatabase } from '@/server/db/backup/dump';
import { writeBackupFile } from '@/server/db/backup/file';
import { verifyBackup } from '@/server/db/backup/read';
import { restoreDatabase } from '@/server/db/backup/restore';
import { openPostgres } from '@/server/db/driver';
import { backupProof } from '@/server/gateways/secret-box';
import { useOrdinaryDatabases } from './ordinary-database';

/** The proof function of the test's key. */
export const prove = (checksum: Buffer) => backupProof(Buffer.alloc(32, 'stage'), checksum);
const KEY_CHECK = 'check of a test';

/** A folder for backups, databases of an ordinary login, and functions for both ways between them. */
export function useBackupStage() {
  const databases = useOrdinaryDatabases();
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gancho-backup-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const file = () => {
    count += 1;
    return join(folder, `${count}.gz`);
  };
  return {
    make: databases.make,
    file,
    /** Calls `onBytes` when the snapshot is taken, and then after each write. */
    async backUp(url: string, onBytes: () => Promise<void> = async () => {}): Promise<string> {
      const path = file();
      await writeBackupFile(path, (write) =>
        dumpDatabase({
          url,
          keyCheck: KEY_CHECK,
          prover: () => prove,
          write: async (bytes) => {
            await onBytes();
            await write(bytes);
          },
        }),
      );
      return path;
    },
    async restore(
      path: string,
      url: string,
      options: { replaces?: boolean; folder?: string } = {},
    ) {
      const { header, seal } = await verifyBackup(path);
      return restoreDatabase({
        url,
        path,
        header,
        seal,
        prover: () => prove,
        replaces: false,
        ...options,
      });
    },
  };
}

export type Contents = Record<string, { rows: number; hash: string | null }>;

/** The content of each table, in any order of its rows. */
export async function contentsOf(url: string): Promise<Contents> {
  const sql = openPostgres(url, { max: 1 });
  try {
    return await sql.begin('isolation level repeatable read', async (tx) => {
      await tx`SET LOCAL ROLE gancho_engine`;
      const tables = await tx<{ name: string }[]>`
        SELECT relname AS name FROM pg_class WHERE relnamespace = 'gancho'::regnamespace
          AND relkind IN ('r', 'p') AND NOT relispartition
          AND relname NOT IN ('migrations', 'routines', 'routine_files', 'release') ORDER BY 1`;
      const contents: Contents = {};
      for (const { name } of tables) {
        const [found] = await tx<{ rows: number; hash: string | null }[]>`
          SELECT count(*)::integer AS rows, md5(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C")) AS hash
          FROM ${tx(`gancho.${name}`)} AS t`;
        if (found) contents[name] = { ...found };
      }
      return contents;
    });
  } finally {
    await sql.end();
  }
}
