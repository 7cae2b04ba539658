import { basename, extname } from 'node:path';
import { env } from '@/env';
import type { FromChild, ToChild } from '@/launcher/children';
import { releaseEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { LaunchFailure } from '@/launcher/failure';
import { isDriverFailure } from '@/server/db/driver-failure';
import { createLog } from '@/server/log';
import type { Log } from '@/server/services/context';

export type Service = { stop(): Promise<void> };

const STOP_WITHIN_MS = 25_000;

/**
 * Runs a process of the system. Under the supervisor it reports when it is ready, and stops when the supervisor says so
 * or is gone. Alone it stops on SIGINT and SIGTERM.
 */
export async function runProcess(start: () => Promise<Service>): Promise<void> {
  const log = createLog('info');
  outliveDriver(log);
  const isSupervised = process.send !== undefined;
  let stopping: Promise<void> | undefined;
  let service: Promise<Service> | undefined;

  const stop = (cleanUp: () => Promise<void> = async () => {}) => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      const running = await service?.catch(() => undefined);
      await running?.stop();
      if (running) say('process_stopped', 'The process has ended its work');
      await cleanUp();
      process.exit(0);
    })().catch((error: unknown) => {
      log.error({ event: 'process_failed', err: error }, 'The process did not stop cleanly');
      process.exit(1);
    });
  };
  process.on('message', (message: ToChild) => {
    if (message.type === 'stop') stop();
  });
  // The supervisor was killed, so nobody else can stop the embedded database.
  process.on('disconnect', () => stop(releaseDatabase));
  process.on('SIGTERM', () => stop());
  // A terminal sends Ctrl-C to all processes at once. Under the supervisor, only its message counts.
  process.on('SIGINT', () => {
    if (!isSupervised) stop();
  });

  service = start();
  try {
    await service;
    send({ type: 'ready' });
    say('process_started', 'The process serves');
  } catch (error) {
    if (stopping) return;
    const message = error instanceof Error ? error.message : String(error);
    const event = 'process_failed';
    if (!(error instanceof LaunchFailure))
      log.error({ event, err: error }, 'The process cannot start');
    else if (!isSupervised) log.error({ event }, message);
    if (isSupervised)
      await new Promise((sent) => process.send?.({ type: 'failure', message }, sent));
    process.exit(1);
  }
}

/** Logs one line of this process, at the level of its settings. */
function say(event: string, message: string): void {
  const name = basename(process.argv[1] ?? '', extname(process.argv[1] ?? ''));
  createLog(env().logLevel).info({ event, process: name, pid: process.pid }, message);
}

/**
 * The last resort. An unhandled rejection of the driver concerns a connection, and the code that used the connection got
 * the error already. Any other unhandled rejection is a defect and ends the process.
 */
function outliveDriver(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    if (isDriverFailure(reason)) {
      log.error({ event: 'driver_rejection', err: reason }, 'The driver left an error unhandled');
      return;
    }
    log.error({ event: 'process_failed', err: reason }, 'A defect left an error unhandled');
    process.exit(1);
  });
}

function send(message: FromChild): void {
  process.send?.(message);
}

/** The supervisor names the data directory of its embedded database, if it runs one. */
async function releaseDatabase(): Promise<void> {
  const dataDir = process.argv[2];
  if (dataDir) await releaseEmbeddedPostgres(dataDir);
}
