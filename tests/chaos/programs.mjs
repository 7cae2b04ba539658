export const PREFIX = 'node_modules/.chaos-';

/** The programs that are started and killed, by the name of their bundles. */
export const PROGRAMS = {
  web: 'tests/chaos/programs/web.ts',
  worker: 'tests/chaos/programs/worker.ts',
};
