import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

type Product = { address: string; dataDir: string };

/** Runs a command of the command line on a launched product. */
async function gancho(
  { address, dataDir }: Product,
  ...args: string[]
): Promise<Record<string, string>> {
  const { stdout } = await promisify(execFile)('node', ['src/cli/gancho.mjs', ...args, '--json'], {
    env: { ...process.env, GANCHO_DATA_DIR: dataDir, PORT: new URL(address).port },
  });
  return JSON.parse(stdout);
}

/** A new company with a project, and the token of a client of it. */
export async function newClient(
  product: Product,
): Promise<{ company: string; project: string; token: string }> {
  const made = await gancho(product, 'company', 'create', '--name', 'Acme');
  const company = made.id ?? '';
  const within = ['--company', company, '--name', 'Tower'];
  const { id: project = '' } = await gancho(product, 'project', 'create', ...within);
  const client = await gancho(product, 'client', 'create', ...within);
  const answer = await fetch(`${product.address}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.client_id ?? '',
      client_secret: client.client_secret ?? '',
    }),
  });
  const { access_token: token } = await answer.json();
  return { company, project, token };
}
