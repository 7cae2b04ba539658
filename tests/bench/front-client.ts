import { fork } from 'node:child_process';
import { join } from 'node:path';

export type Front = { origin: string; pid: number; stop(): void };

/** Starts a server that reports its port. Closing the channel stops it. */
export function startFront(databaseUrl: string, program = 'front.mjs'): Promise<Front> {
  const child = fork(join(import.meta.dirname, program), [databaseUrl]);
  return new Promise((resolve) => {
    child.once('message', ({ port }: { port: number }) =>
      resolve({
        origin: `http://127.0.0.1:${port}`,
        pid: child.pid ?? 0,
        stop: () => child.disconnect(),
      }),
    );
  });
}
