import { hostname } from 'node:os';
import type { RuntimeEnv } from '@/env';
import type { Service } from '@/launcher/child-main';
import { createContainer } from '@/server/container';

/** Starts the embedded engine that runs the functions in this process. */
export async function startEngine(env: RuntimeEnv): Promise<Service> {
  const container = createContainer(env, { applicationName: 'gancho worker' });
  // Two processes never share this name, because they cannot share a port of a machine. The next start of this process
  // takes back its own leases at once, and takes nothing from another process.
  await container.startWorker(`worker ${hostname()} ${env.port} ${env.dataDir}`);
  return { stop: () => container.close() };
}
