import type { RuntimeEnv } from '@/env';
import type { EmbeddedPostgres } from '@/launcher/embedded-postgres';

/** Prints the block that ends the start, with everything that a person needs next. */
export function printReady(input: {
  env: RuntimeEnv;
  embedded: EmbeddedPostgres | null;
  signInUrl: string | null;
  /** The first admin's password, if this start generated it. */
  password: string | null;
}): void {
  const { env, embedded, signInUrl, password } = input;
  const rows: [string, string | null][] = [
    ['Sign in', signInUrl && `${signInUrl} (works once, for 15 minutes)`],
    ['Address', env.publicUrl],
    ['Admin', password && `${env.adminEmail}, password ${password}`],
    [
      'Data',
      embedded ? dataLine(env.dataDir, embedded.location.data) : 'in the database of DATABASE_URL',
    ],
    ['Stop', 'Ctrl-C, or SIGTERM'],
  ];
  const lines = rows.flatMap(([title, text]) => (text ? [`  ${title.padEnd(8)} ${text}`] : []));
  process.stdout.write(['', 'Gancho is ready.', '', ...lines, '', ''].join('\n'));
}

function dataLine(dataDir: string, data: string): string {
  return data.startsWith(dataDir) ? dataDir : `${data} (secrets in ${dataDir})`;
}
