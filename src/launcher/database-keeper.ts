import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { LaunchFailure } from '@/launcher/failure';
import { holdDatabase } from '@/launcher/postgres/connection';
import { isRunning } from '@/launcher/postgres/postmaster';

const LOOK_EVERY_MS = 1000;

/**
 * Keeps the embedded server running on behalf of one supervisor: claims it, and starts it again
 * should it be killed (the other processes reconnect by themselves, to the same port).
 * @throws LaunchFailure when another supervisor has it
 */
export async function keepDatabase(
  first: EmbeddedPostgres,
  { dataDir, log }: { dataDir: string; log: (line: string) => void },
): Promise<{ stop(): Promise<void> }> {
  let server = first;
  let claim = await holdDatabase(server.url);
  if (!claim) {
    throw new LaunchFailure(
      `Another Gancho is running from ${dataDir}: stop it, or set GANCHO_DATA_DIR (and PORT) for this one.`,
    );
  }
  const stopping = new AbortController();

  const watch = async () => {
    while (!stopping.signal.aborted) {
      await delay(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted || (await isRunning(server.location.data, server.pid))) continue;
      log('the embedded Postgres ended; starting it again');
      try {
        await claim?.release();
        server = await startEmbeddedPostgres({ dataDir, log, port: server.port });
        claim = await holdDatabase(server.url);
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
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
