import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { useDatabase } from '@tests/support/database';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { quickstarts } from '@/features/api-docs/quickstarts';
import { openProduct, type Product } from './product';

const database = useDatabase();
const run = promisify(execFile);
let product: Product;

beforeAll(async () => {
  product = await openProduct(database.url);
});
afterAll(() => product.close());

type Own = Record<string, string>;

/** What each language is run with, as somebody who copies the block would. */
const COMMANDS: Record<string, (text: string, own: Own) => Promise<[string, string[]]>> = {
  curl: async (text) => ['bash', ['-eu', '-c', text]],
  TypeScript: async (text, own) => {
    const filledIn = text.replace(
      /const (\w+) = '\.{3}'/g,
      (_all, name: string) => `const ${name} = '${own[name]}'`,
    );
    const { code } = await transform(filledIn, { loader: 'ts' });
    return [process.execPath, ['--input-type=module', '-e', code]];
  },
};

it.each(Object.keys(COMMANDS))('the first calls in %s publish an event', async (language) => {
  const { origin, clientId, clientSecret, companyId, projectId } = product;
  const block = quickstarts(origin).find((each) => each.language === language);
  const own = {
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    COMPANY: String(companyId),
    PROJECT: String(projectId),
  };
  const [command, args] = (await COMMANDS[language]?.(block?.text ?? '', own)) ?? ['false', []];
  const { stdout } = await run(command, args, { env: { ...process.env, ...own } });
  expect(stdout).toMatch(/"ulid":\s*"[0-9A-Z]{26}",\s*"duplicate":\s*false/);
});
