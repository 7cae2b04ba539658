import type { RuntimeEnv } from '@/env';
import type { EmbeddedPostgres } from '@/launcher/embedded-postgres';

/** The block that ends the start: everything a person needs to go on. */
export function printReady(input: {
  env: RuntimeEnv;
  embedded: EmbeddedPostgres | null;
  signInUrl: string | null;
  /** Of the first admin, if it was generated in this start. */
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
