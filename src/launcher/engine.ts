import type { RuntimeEnv } from '@/env';
import type { Service } from '@/launcher/child-main';
import { createContainer } from '@/server/container';

/** Starts the embedded engine that runs the functions in this process. */
export async function startEngine(env: RuntimeEnv): Promise<Service> {
  const container = createContainer(env, { applicationName: 'gancho worker' });
  // One worker a data directory: its next start takes back at once what this one leaves behind.
  await container.startWorker(`worker ${env.dataDir}`);
  return { stop: () => container.close() };
}
