import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** For every rule a file that breaks it, and the import that does it. */
const VIOLATIONS: [rule: string, file: string, imported: string][] = [
  ['domain-is-pure', 'src/domain/clock.ts', 'node:fs'],
  ['domain-is-pure', 'src/domain/shape.ts', 'zod'],
  ['contracts-are-domain-and-zod', 'src/contracts/hook.ts', '@/lib/thing'],
  ['db-is-below-services', 'src/server/db/hooks.ts', '@/server/services/thing'],
  ['db-uses-drizzle-and-postgres', 'src/server/db/send.ts', 'undici'],
  ['one-way-to-the-driver', 'src/server/db/open.ts', 'pg'],
  ['one-way-to-the-driver', 'src/launcher/open.ts', 'pg'],
  ['gateways-are-doors', 'src/server/gateways/door.ts', '@/server/db/thing'],
  ['services-are-the-product', 'src/server/services/settings.ts', '@/env'],
  ['services-are-the-product', 'src/server/services/route.ts', '@/server/trpc/thing'],
  ['services-are-the-product', 'src/server/services/start.ts', '@/server/engine/thing'],
  ['engine-runs-without-a-request', 'src/server/engine/settings.ts', '@/env'],
  ['engine-runs-without-a-request', 'src/server/engine/announce.ts', '@/server/inngest/thing'],
  ['no-framework-below-transports', 'src/server/engine/run.ts', 'inngest'],
  ['no-framework-below-transports', 'src/server/services/call.ts', '@trpc/server'],
  ['no-framework-below-transports', 'src/server/services/run.ts', 'inngest'],
  ['no-framework-below-transports', 'src/server/services/page.ts', 'next/headers'],
  ['no-framework-below-transports', 'src/server/gateways/user.ts', 'next-auth'],
  ['letters-are-words', 'src/server/mail/query.ts', '@/server/db/thing'],
  ['trpc-is-over-services', 'src/server/trpc/query.ts', '@/server/db/thing'],
  ['rest-is-over-trpc', 'src/server/rest/query.ts', '@/server/db/thing'],
  ['trpc-is-over-services', 'src/server/trpc/run.ts', '@/server/inngest/thing'],
  ['rest-is-over-trpc', 'src/server/rest/run.ts', '@/server/engine/thing'],
  ['inngest-is-over-the-engine', 'src/server/inngest/query.ts', '../db/thing'],
  ['inngest-is-over-the-engine', 'src/server/inngest/call.ts', '@/server/trpc/thing'],
  ['auth-is-over-services', 'src/server/auth/query.ts', '@/server/db/thing'],
  ['auth-is-over-services', 'src/server/auth/access.ts', '@/server/console/thing'],
  ['console-is-over-services', 'src/server/console/query.ts', '@/server/db/thing'],
  ['wiring-is-below-programs', 'src/server/container.ts', '@/launcher/thing'],
  ['wiring-is-for-transports', 'src/server/services/wire.ts', '@/server/container'],
  ['features-see-no-server', 'src/features/hooks/load.ts', '@/server/services/thing'],
  ['browser-gets-types-alone', 'src/features/hooks/router.ts', '@/server/trpc/thing'],
  ['browser-gets-types-alone', 'src/features/hooks/shape.ts', '@/contracts/thing'],
  ['features-through-their-index', 'src/features/hooks/peek.ts', '@/features/events/thing'],
  ['features-through-their-index-outside', 'src/app/peek.ts', '@/features/events/thing'],
  ['components-know-no-domain', 'src/components/hook-badge.ts', '@/domain/thing'],
  ['languages-are-a-leaf', 'src/i18n/words.ts', '@/features/events/index'],
  ['client-of-trpc-is-thin', 'src/trpc/client.ts', '@/features/events/index'],
  ['pages-only-route', 'src/app/page.ts', '@/server/services/thing'],
  ['handlers-mount-a-transport', 'src/app/api/route.ts', '@/server/services/thing'],
  ['programs-see-no-pages', 'src/launcher/show.ts', '@/features/events/index'],
  ['command-line-is-over-services', 'src/cli/commands/show.ts', '@/server/trpc/thing'],
  ['programs-are-the-top', 'src/lib/restart.ts', '@/launcher/thing'],
  ['env-stands-alone', 'src/env.ts', '@/domain/thing'],
  ['tests-stay-outside', 'src/lib/cheat.ts', '@tests/support/thing'],
  ['no-development-packages', 'src/lib/pack.ts', 'fast-check'],
  ['no-circles', 'src/lib/egg.ts', '@/lib/hen'],
  ['no-circles', 'src/lib/plant.ts', '@/lib/seed'],
  ['no-dangling-imports', 'src/lib/lost.ts', '@/lib/nowhere'],
];

/** These close a cycle, the second one only by a type. */
const CIRCLES: Record<string, string> = {
  'src/lib/hen.ts': "import '@/lib/egg';",
  'src/lib/seed.ts': "import type {} from '@/lib/plant';",
};

const HARMLESS: Record<string, string> = {
  'src/features/events/index.ts': "export * from './thing';",
  // The imports that the layers intend, and type-only use of the router, must pass.
  'src/server/rest/good.ts':
    "import '@/server/trpc/thing'; import '@/server/services/thing'; import '@/server/log';",
  'src/features/hooks/good.ts':
    "import type { thing } from '@/server/trpc/thing'; import '@/features/events'; export type T = typeof thing;",
  'src/server/services/good.ts':
    "import '@/server/db/thing'; import '@/domain/thing'; import 'node:fs';",
  'src/server/engine/good.ts':
    "import '@/server/services/thing'; import '@/server/gateways/thing';",
  'src/server/inngest/good.ts': "import '@/server/engine/thing';",
  'src/server/services/good.test.ts':
    "import '@tests/support/thing'; import '@/server/trpc/thing';",
  'src/server/log.ts': "import 'pino';",
};

const THINGS = [
  'domain',
  'contracts',
  'lib',
  'launcher',
  'server/db',
  'server/services',
  'server/engine',
  'server/console',
  'server/gateways',
  'server/trpc',
  'server/inngest',
  'features/events',
].map((folder) => `src/${folder}/thing.ts`);

type Violation = { rule: { name: string }; from: string };
let found: Violation[];
let tree: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'gancho-rules-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  for (const path of [...THINGS, 'tests/support/thing.ts'])
    write(path, 'export const thing = 1;\n');
  for (const [path, text] of Object.entries({ ...CIRCLES, ...HARMLESS })) write(path, text);
  for (const [, file, imported] of VIOLATIONS) write(file, `import '${imported}';\n`);
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(ROOT, file), join(tree, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  found = cruise(tree);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

function cruise(folder: string): Violation[] {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src'];
  let output: string;
  try {
    output = execFileSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
  } catch (error) {
    // Its exit code is the number of violations.
    output = String((error as { stdout: string }).stdout);
  }
  return JSON.parse(output).summary.violations;
}

describe('import rules', () => {
  it.each(VIOLATIONS)('%s catches %s importing %s', (rule, file) => {
    const names = found
      .filter((violation) => violation.from === file)
      .map(({ rule: { name } }) => name);
    expect(names).toContain(rule);
  });

  it('allow the imports that the layers need', () => {
    const good = found.filter(({ from }) => from in HARMLESS);
    expect(good).toEqual([]);
  });

  it('are all errors, and each has its violation above', () => {
    const rules = config.forbidden ?? [];
    expect(rules.map((rule) => rule.severity)).toEqual(rules.map(() => 'error'));
    const named = new Set(VIOLATIONS.map(([rule]) => rule));
    expect(rules.map((rule) => rule.name).filter((name) => !named.has(String(name)))).toEqual([]);
  });
});
