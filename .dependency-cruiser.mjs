/**
 * Who may import whom (docs/architecture.md). Arrows point downward only; each layer has a rule that
 * names all it may reach, so that a new folder is closed until somebody opens it here. Tests are free.
 * tests/architecture/import-rules.test.ts breaks every rule once.
 */
const TEST = '\\.test\\.tsx?$';
const FRAMEWORKS = 'node_modules/(next|react|react-dom|@trpc|inngest|next-auth)/';

/** Settings, wiring and logging of a process, how bodies are read, and which site a request comes from: open to the transports alone. */
const PROCESS = '^src/server/(bodies|container|cross-site|log)\\.ts$';
const ENV = '^src/env';
const TRPC_CLIENT = '^src/trpc/';
/** Asks the router for what a page shows first, in the same process. */
const PREFETCH = '^src/app/prefetched\\.tsx$';

/**
 * Files of ours that the layer may import; what comes from npm and Node is the other rules' matter.
 * @param {string} name
 * @param {string} from
 * @param {string[]} allowed
 * @param {string} comment
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
function layer(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: TEST },
    to: { path: '^(src|tests|scripts)/', pathNot: allowed },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'Pure decisions: no I/O, no environment, no clock, no schema library, no framework.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: TEST },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'contracts-are-domain-and-zod',
      comment: 'Wire shapes are shared by form, tRPC, REST and docs: they drag nothing else along.',
      severity: 'error',
      from: { path: '^src/contracts/', pathNot: TEST },
      to: { pathNot: ['^src/(domain|contracts)/', 'node_modules/zod/'] },
    },
    layer(
      'db-is-below-services',
      '^src/server/db/',
      ['^src/(server/db|domain|contracts)/', ENV],
      'The store knows shapes and settings, never what the product does with them.',
    ),
    {
      name: 'db-uses-drizzle-and-postgres',
      comment: 'The store needs its driver and nothing else from npm.',
      severity: 'error',
      from: { path: '^src/server/db/', pathNot: TEST },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(@types/)?(drizzle-orm|pg|pg-copy-streams)/',
      },
    },
    {
      name: 'one-way-to-the-driver',
      comment:
        'One place opens connections. Its errors hold no values, and none of its promises can end the process.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [TEST, '^src/server/db/(connection|driver|driver-error)\\.ts$'],
      },
      to: { path: 'node_modules/(pg|pg-copy-streams)/', dependencyTypesNot: ['type-only'] },
    },
    layer(
      'gateways-are-doors',
      '^src/server/gateways/',
      ['^src/(server/gateways|domain|contracts)/', ENV],
      'A door to the outside decides nothing and stores nothing.',
    ),
    layer(
      'services-are-the-product',
      '^src/server/services/',
      ['^src/(server/(services|db|gateways)|contracts|domain)/'],
      'Services get settings and wiring as arguments, and know no transport.',
    ),
    layer(
      'engine-runs-without-a-request',
      '^src/server/engine/',
      ['^src/(server/(engine|services|db|gateways)|contracts|domain)/'],
      'The engine gets settings and wiring as arguments, and knows no transport. No service imports it: a service announces.',
    ),
    {
      name: 'no-framework-below-transports',
      comment:
        'The work of the product runs under any framework: next, react, tRPC, Inngest, next-auth stay above.',
      severity: 'error',
      from: {
        path: '^src/(domain|contracts|server/(db|gateways|services|engine))/',
        pathNot: TEST,
      },
      to: { path: FRAMEWORKS },
    },
    layer(
      'letters-are-words',
      '^src/server/mail/',
      ['^src/(server/(mail|gateways|engine)|domain|i18n)/'],
      'A letter puts what the engine knows into words and gives it to the door; it decides nothing.',
    ),
    layer(
      'trpc-is-over-services',
      '^src/server/trpc/',
      ['^src/(server/(trpc|services)|contracts|domain)/', PROCESS, ENV],
      'A transport reaches services, contracts and domain.',
    ),
    layer(
      'rest-is-over-trpc',
      '^src/server/rest/',
      ['^src/(server/(rest|trpc|services)|contracts|domain)/', PROCESS, ENV],
      'REST is an adapter over the tRPC procedures.',
    ),
    layer(
      'inngest-is-over-the-engine',
      '^src/server/inngest/',
      [
        '^src/(server/(inngest|engine|services)|contracts|domain)/',
        '^src/server/gateways/clock\\.ts$',
        PROCESS,
        ENV,
      ],
      'Inngest starts the engine; no other transport does. It also reads the clock by which runs wake up.',
    ),
    layer(
      'auth-is-over-services',
      '^src/server/auth/',
      ['^src/(server/(auth|services)|contracts|domain)/', PROCESS, ENV],
      'Sign-in and sessions only. A transport reaches services, contracts and domain.',
    ),
    layer(
      'console-is-over-services',
      '^src/server/console/',
      ['^src/(server/(console|auth|services)|contracts|domain)/', PROCESS, ENV],
      'The console loads for its pages what the signed-in person may see; it asks auth who that is.',
    ),
    layer(
      'wiring-is-below-programs',
      PROCESS,
      ['^src/(server|contracts|domain)/', ENV],
      'The container wires the server; pages and programs are above it.',
    ),
    {
      name: 'wiring-is-for-transports',
      comment:
        'Layers below the transports get what they need as arguments, not from the container.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          TEST,
          '^src/(server/(trpc|rest|inngest|auth|console)|launcher|cli)/',
          PROCESS,
          'route\\.ts$',
          PREFETCH,
          '^src/instrumentation\\.ts$',
        ],
      },
      to: { path: PROCESS },
    },
    layer(
      'features-see-no-server',
      '^src/features/',
      ['^src/(features|components|lib|contracts|domain|i18n|server/trpc)/', TRPC_CLIENT],
      'A slice of the UI talks to the server through the tRPC client.',
    ),
    {
      name: 'browser-gets-types-alone',
      comment:
        'Only types of the router and of the wire shapes may reach the browser: a single constant would bring zod along, a quarter of all that a page loads.',
      severity: 'error',
      from: { path: ['^src/features/', TRPC_CLIENT], pathNot: TEST },
      to: { path: '^src/(server|contracts)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-through-their-index',
      comment: 'A feature is used as a whole: other features import its index.ts.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: TEST },
      to: {
        path: '^src/features/',
        pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.tsx?$'],
      },
    },
    {
      name: 'features-through-their-index-outside',
      comment: 'A feature is used as a whole: pages import its index.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, '^src/features/'] },
      to: { path: '^src/features/', pathNot: '^src/features/[^/]+/index\\.tsx?$' },
    },
    layer(
      'components-know-no-domain',
      '^src/(components|lib)/',
      ['^src/(components|lib|i18n)/'],
      'UI kit and helpers know no noun of the domain.',
    ),
    layer(
      'languages-are-a-leaf',
      '^src/i18n/',
      ['^src/(i18n|lib)/'],
      'Languages and texts stand by themselves.',
    ),
    layer(
      'client-of-trpc-is-thin',
      TRPC_CLIENT,
      ['^src/(trpc|server/trpc|lib|contracts)/'],
      'The tRPC client knows the router’s types and nothing else of the server.',
    ),
    {
      ...layer(
        'pages-only-route',
        '^src/app/',
        [
          '^src/(app|features|components|lib|contracts|domain|i18n|server/(auth|console))/',
          TRPC_CLIENT,
        ],
        'A page composes features and asks who is signed in; it reaches no service.',
      ),
      from: { path: '^src/app/', pathNot: [TEST, 'route\\.ts$', PREFETCH] },
    },
    layer(
      'handlers-mount-a-transport',
      '^src/app/.*route\\.ts$',
      ['^src/(app|lib|contracts|i18n|server/(trpc|rest|inngest|auth))/', PROCESS, ENV],
      'A route handler mounts a transport and does nothing itself.',
    ),
    layer(
      'programs-see-no-pages',
      '^src/(launcher|cli)/',
      ['^src/(launcher|cli|server|contracts|domain|i18n)/', ENV],
      'Launcher and command line run the server, and have words for those whom no page answers; the pages are Next’s.',
    ),
    {
      name: 'command-line-is-over-services',
      comment: 'The command line has its wire shapes from contracts/wire, like the transports.',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: TEST },
      to: { path: '^src/server/(trpc|rest|inngest|auth)/' },
    },
    {
      name: 'programs-are-the-top',
      comment: 'Nothing depends on how the system is started.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, '^src/(launcher|cli)/'] },
      to: { path: '^src/(launcher|cli)/' },
    },
    layer('env-stands-alone', ENV, [ENV], 'Settings are read before anything else exists.'),
    {
      name: 'tests-stay-outside',
      comment: 'The product never imports its tests or their support.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: ['^tests/', TEST] },
    },
    {
      name: 'no-development-packages',
      comment: 'A package that runs in production is in dependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm', 'npm-peer'] },
    },
    {
      name: 'no-circles',
      comment: 'Two files that import each other, be it for types alone, are one file.',
      severity: 'error',
      from: { path: '^(src|tests)/' },
      to: { circular: true },
    },
    {
      name: 'no-dangling-imports',
      comment: 'Each import exists.',
      severity: 'error',
      from: { path: '^(src|tests|scripts)/' },
      to: { couldNotResolve: true, pathNot: ['^\\.\\./.*dist/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|dist|tests/bench)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
