export const PREFIX = 'node_modules/.chaos-';

/** What is started and killed, by the name of its bundle. */
export const PROGRAMS = {
  web: 'tests/chaos/programs/web.ts',
  worker: 'tests/chaos/programs/worker.ts',
};
