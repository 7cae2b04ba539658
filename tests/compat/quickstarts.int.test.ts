import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { insertHook } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { quickstarts, VERIFICATIONS } from '@/features/api-docs/quickstarts';
import { openProduct, type Product } from './product';

/** Every code block of /docs/api, run as a person who copies it would. */
const database = useDatabase();
const run = promisify(execFile);
let product: Product;

beforeAll(async () => {
  product = await openProduct(database.url);
});
afterAll(() => product.close());

type Own = Record<string, string>;
type Command = [program: string, args: string[]];

async function inTypeScript(text: string): Promise<Command> {
  const { code } = await transform(text, { loader: 'ts' });
  return [process.execPath, ['--input-type=module', '-e', code]];
}

const PROGRAMS: Record<string, (text: string, own: Own) => Promise<Command>> = {
  curl: async (text) => ['bash', ['-eu', '-c', text]],
  TypeScript: (text, own) =>
    inTypeScript(
      text.replace(
        /const (\w+) = '\.{3}'/g,
        (_all, name: string) => `const ${name} = '${own[name]}'`,
      ),
    ),
  Python: async (text) => ['python3', ['-c', text]],
};

it.each(quickstarts('').map(({ language }) => language))(
  'the first calls in %s publish an event',
  async (language) => {
    const { origin, clientId, clientSecret, companyId, projectId } = product;
    const block = quickstarts(origin).find((each) => each.language === language);
    const own = {
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      COMPANY: String(companyId),
      PROJECT: String(projectId),
    };
    const [program, args] = (await PROGRAMS[language]?.(block?.text ?? '', own)) ?? ['false', []];
    const { stdout } = await run(program, args, { env: { ...process.env, ...own } });
    expect(stdout).toMatch(/"ulid":\s*"[0-9A-Z]{26}",\s*"duplicate":\s*false/);
  },
);

/** Calls `verified` with a request, and prints its result. */
const VERIFIERS: Record<string, (text: string, own: Own) => Promise<Command>> = {
  TypeScript: (text, own) =>
    inTypeScript(`${text.replace('whsec_...', own.SIGNING_SECRET ?? '')}
      const { BODY, HEADERS } = process.env;
      console.log(JSON.stringify(verified(BODY ?? '', JSON.parse(HEADERS ?? ''))));`),
  Python: async (text) => [
    'python3',
    [
      '-c',
      `${text}\nprint(json.dumps(verified(os.environb[b"BODY"], json.loads(os.environ["HEADERS"]))))`,
    ],
  ],
};

it.each(VERIFICATIONS)(
  'the signature check in $language accepts a delivery, and refuses a changed one',
  async ({ language, text }) => {
    const { world, companyId, projectId, receiver } = product;
    const destinationUrl = `${receiver.url}/${language}`;
    const { secret } = await insertHook(world, { companyId, projectId, destinationUrl });
    await product.deliver({ resource_name: 'RFIs', event_type: 'create' }, 'project');
    const sent = receiver.requests.find(({ path }) => path === `/${language}`);
    const body = String(sent?.body);
    const verify = async (changes: Own) => {
      const own = {
        SIGNING_SECRET: secret,
        BODY: body,
        HEADERS: JSON.stringify(sent?.headers),
        ...changes,
      };
      const [program, args] = (await VERIFIERS[language]?.(text, own)) ?? ['false', []];
      const { stdout } = await run(program, args, { env: { ...process.env, ...own } });
      return JSON.parse(stdout) as unknown;
    };
    expect(await verify({})).toEqual(JSON.parse(body));
    const late = { ...sent?.headers, 'webhook-timestamp': '1700000000' };
    for (const changes of [
      { BODY: `${body} ` },
      { SIGNING_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}` },
      { HEADERS: JSON.stringify(late) },
    ]) {
      await expect(verify(changes)).rejects.toThrow(/Command failed/);
    }
  },
);
