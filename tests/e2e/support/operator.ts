import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { started } from './test';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

/** Runs a command of the running product's command line, and returns its answer. */
export async function operator<Answer>(...command: string[]): Promise<Answer> {
  const { stdout } = await run(process.execPath, ['src/cli/gancho.mjs', ...command, '--json'], {
    cwd: root,
    env: {
      ...process.env,
      GANCHO_DATA_DIR: started('E2E_DATA_DIR'),
      // For the links that it prints.
      PORT: new URL(started('E2E_ADDRESS')).port,
    },
  });
  return JSON.parse(stdout) as Answer;
}

const ids = new Map<string, number>();

/** The id of the company or project that has this name. */
export async function idOf(name: string, ...list: string[]): Promise<number> {
  const key = [name, ...list].join('\n');
  const known = ids.get(key);
  if (known !== undefined) return known;
  const found = (await operator<{ id: number; name: string }[]>(...list)).find(
    (each) => each.name === name,
  );
  if (!found) throw new Error(`no ${name}`);
  ids.set(key, Number(found.id));
  return Number(found.id);
}

/** The one-time sign-in link of a new person in the sample company. */
export async function linkOf(email: string, role = 'admin'): Promise<string> {
  const company = String(await idOf('Sample Construction Co.', 'company', 'list'));
  const person = ['--email', email, '--role', role, '--company', company];
  return (await operator<{ link: string }>('user', 'create', ...person)).link;
}
