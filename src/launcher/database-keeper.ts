import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { LaunchFailure } from '@/launcher/failure';
import { holdDatabase } from '@/launcher/postgres/connection';
import { isRunning } from '@/launcher/postgres/postmaster';
import type { Log } from '@/server/services/context';

const LOOK_EVERY_MS = 1000;

/**
 * Keeps the embedded server running for one supervisor. It claims the server, and starts it again on the same port if
 * it is killed. The other processes reconnect by themselves.
 * @throws LaunchFailure when another supervisor has it
 */
export async function keepDatabase(
  first: EmbeddedPostgres,
  { dataDir, log }: { dataDir: string; log: Log },
): Promise<{ stop(): Promise<void> }> {
  let server = first;
  let claim = await holdDatabase(server.url);
  if (!claim) {
    throw new LaunchFailure(
      `Another Gancho is running from ${dataDir}: stop it, or set GANCHO_DATA_DIR (and PORT) for this one.`,
    );
  }
  const stopping = new AbortController();

  const note = (line: string) => log.info({ event: 'database_start' }, line);
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await delay(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted || (await isRunning(server.location.data, server.pid))) continue;
      log.warn({ event: 'database_ended' }, 'The embedded Postgres ended and is restarted');
      try {
        await claim?.release();
        const { port } = server;
        server = await startEmbeddedPostgres({ dataDir, log: note, port });
        claim = await holdDatabase(server.url);
      } catch (error) {
        const fields = { event: 'database_start_failed', err: error };
        log.error(fields, 'The embedded Postgres did not restart');
      }
    }
  };
  const watching = watch();

  return {
    stop: async () => {
      stopping.abort();
      await watching;
      await claim?.release();
      await server.stop();
    },
  };
}
