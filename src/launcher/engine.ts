import { hostname } from 'node:os';
import type { RuntimeEnv } from '@/env';
import type { Service } from '@/launcher/child-main';
import { createContainer } from '@/server/container';

/** Starts the embedded engine that runs the functions in this process. */
export async function startEngine(env: RuntimeEnv): Promise<Service> {
  const container = createContainer(env, { applicationName: 'gancho worker' });
  // Two processes never share it, because they can't share a port of a machine: the next start of this one takes back at
  // once what it leaves behind, and takes nothing from another one.
  await container.startWorker(`worker ${hostname()} ${env.port} ${env.dataDir}`);
  return { stop: () => container.close() };
}
