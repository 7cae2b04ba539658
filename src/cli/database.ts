import type { Env, RuntimeEnv } from '@/env';
import { ensureDataDir } from '@/launcher/postgres/instance';
import { openRuntime, type Runtime } from '@/launcher/runtime';
import { withWorkLock } from '@/launcher/work-lock.mjs';

/** A database for the time of a command. `release` may be called more than once. */
export type Borrowed = { env: RuntimeEnv; release(): Promise<void> };

const quiet = () => {};

/** @throws LaunchFailure */
export async function openGiven(settings: Env): Promise<Borrowed> {
  const { env } = await openRuntime(settings, quiet);
  return { env, release: async () => {} };
}

/**
 * The embedded database. A running one is adopted. A command that must start it is alone with it until it has stopped
 * it again, because another command would find a server that is about to stop.
 *
 * @throws LaunchFailure
 */
export async function borrowEmbedded(settings: Env): Promise<Borrowed> {
  await ensureDataDir(settings.dataDir);
  let giveBack = () => {};
  const isGivenBack = new Promise<void>((resolve) => {
    giveBack = resolve;
  });
  let ended: Promise<void> = Promise.resolve();
  const runtime = await new Promise<Runtime>((resolve, reject) => {
    ended = withWorkLock(settings.dataDir, async () => {
      const opened = await openRuntime(settings, quiet);
      resolve(opened);
      if (opened.embedded?.isAdopted) return;
      await isGivenBack;
      await opened.embedded?.release();
    }).catch(reject);
  });
  return {
    env: runtime.env,
    release: async () => {
      giveBack();
      await ended;
    },
  };
}
