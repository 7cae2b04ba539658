import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { openPostgres } from '@/server/db/driver';

it('stops although the backend of a connection that was just closed has not ended yet', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gancho-release-'));
  // The server's user, which is not root, reads it.
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: () => {} });
  const sql = openPostgres(server.url, { max: 1 });
  const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const pid = backend?.pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  await sql.end({ timeout: 0 });
  setTimeout(() => process.kill(pid, 'SIGCONT'), 500);
  await server.release();
  const late = openPostgres(server.url, { max: 1 });
  await expect(late`select 1`).rejects.toThrow();
  await late.end();
  await rm(folder, { recursive: true, force: true });
});
