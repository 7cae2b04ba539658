import { join } from 'node:path';
import { type Env, loadEnv } from '@/env';
import { describePassword, generatePassword } from '@/launcher/admin-password';
import { keepRunning, type Program } from '@/launcher/children';
import { checkDatabase } from '@/launcher/database-check';
import { keepDatabase } from '@/launcher/database-keeper';
import { checkInstallation } from '@/launcher/installation-check';
import { requireFreePort } from '@/launcher/port.mjs';
import { ensureDataDir } from '@/launcher/postgres/instance';
import { prepareInstance } from '@/launcher/prepare-instance';
import { printReady } from '@/launcher/ready';
import { openRuntime } from '@/launcher/runtime';
import { Shutdown } from '@/launcher/shutdown';
import { migrate } from '@/server/db/migrate';
import { createLog } from '@/server/log';
import type { Log } from '@/server/services/context';

/** Prints one numbered line per step of the start (steps.mjs). */
type Steps = {
  run<T>(
    title: string,
    work: (note: (line: string) => void) => Promise<T>,
    summarize: (result: T) => string,
  ): Promise<T>;
};
type Watch = (tell: (changed: string[]) => void) => Promise<() => Promise<void>>;

/** Finds all problems that a quick check can find, before the slow steps. */
export async function preflight(): Promise<Env> {
  const env = loadEnv();
  await requireFreePort(env);
  if (env.databaseUrl === null) await ensureDataDir(env.dataDir);
  else await checkDatabase(env.databaseUrl);
  return env;
}

/** Starts everything, prints the ready block, and keeps it running until a signal ends it. */
export async function supervise(input: {
  settings: Env;
  steps: Steps;
  root: string;
  watch: Watch | null;
}): Promise<void> {
  const log = createLog(input.settings.logLevel);
  const shutdown = new Shutdown(log);
  try {
    await startAll({ ...input, shutdown, log });
  } catch (error) {
    await shutdown.run();
    if (shutdown.wasAsked) process.exit(0);
    throw error;
  }
}

async function startAll(input: {
  settings: Env;
  steps: Steps;
  root: string;
  watch: Watch | null;
  shutdown: Shutdown;
  log: Log;
}): Promise<void> {
  const { settings, steps, root, watch, shutdown, log } = input;

  const title = settings.databaseUrl === null ? 'Start embedded Postgres' : 'Check database';
  const { env, embedded } = await steps.run(
    title,
    async (note) => {
      const runtime = await openRuntime(settings, note);
      if (runtime.embedded) {
        // An adopted server may belong to another supervisor. We may stop it only once we hold it.
        const { dataDir } = settings;
        if (!runtime.embedded.isAdopted) shutdown.add('database', () => runtime.embedded?.stop());
        const keeper = await keepDatabase(runtime.embedded, { dataDir, log });
        shutdown.add('database', () => keeper.stop());
      }
      return runtime;
    },
    (runtime) => runtime.embedded?.location.data ?? 'it answers',
  );
  shutdown.throwIfAsked();
  await steps.run(
    'Migrate',
    async () => {
      await checkInstallation(env);
      return migrate({ url: env.migrationDatabaseUrl });
    },
    (done) => (done.length === 0 ? 'up to date' : `${done.length} applied`),
  );
  shutdown.throwIfAsked();

  const generated = env.adminPassword === null ? generatePassword() : null;
  const adminPassword = env.adminPassword ?? generated ?? '';
  const prepared = await steps.run(
    'Set up',
    (note) => prepareInstance({ env, adminPassword, log: note }),
    ({ isAdminNew }) => (isAdminNew ? `first admin ${env.adminEmail}` : 'done before'),
  );
  const password =
    prepared.isAdminNew && generated
      ? await describePassword({
          password: generated,
          dataDir: env.dataDir,
          isTerminal: process.stdout.isTTY === true,
        })
      : null;
  shutdown.throwIfAsked();

  const childEnv = {
    DATABASE_URL: env.databaseUrl,
    ...(env.isDatabaseDirect || env.migrationDatabaseUrl !== env.databaseUrl
      ? { DATABASE_URL_UNPOOLED: env.migrationDatabaseUrl }
      : {}),
    GANCHO_SECRET_KEY: env.secretKey.toString('base64'),
    GANCHO_DATA_DIR: env.dataDir,
    NODE_ENV: watch ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // The C library keeps freed memory in one arena per thread. Two arenas hold a tenth less.
    MALLOC_ARENA_MAX: '2',
  };
  const args = [embedded ? env.dataDir : ''];
  const launch = (name: string): Program =>
    keepRunning({
      name,
      script: join(root, 'dist/launcher', `${name}.js`),
      args,
      env: childEnv,
      log,
    });
  const names = ['web', ...(env.inngest.mode === 'embedded' ? ['worker'] : [])];
  const programs: Program[] = [];
  try {
    await steps.run(
      'Start web and worker',
      async () => {
        programs.push(...names.map(launch));
        shutdown.addPrograms(programs);
        await Promise.all(programs.map((program) => program.ready));
        if (watch) shutdown.add('watch', await watch(restartChanged(programs)));
      },
      () => 'running',
    );
    shutdown.started();
    printReady({ env, embedded, signInUrl: prepared.signInUrl, password });
  } finally {
    for (const program of programs) program.show();
  }
}

function restartChanged(programs: Program[]): (changed: string[]) => void {
  return (changed) => {
    for (const program of programs) {
      if (changed.includes(`launcher/${program.name}`)) program.restart();
    }
  };
}
