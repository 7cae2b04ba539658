import { errorCode, LaunchFailure } from '@/launcher/failure';
import { openPostgres } from '@/server/db/driver';

const OLDEST_VERSION = 15;

type Variable = 'DATABASE_URL' | 'DATABASE_URL_UNPOOLED';

/**
 * Checks that the given database answers, and reads its version.
 * @throws LaunchFailure that describes the problem, without the password
 */
export async function checkDatabase(
  url: string,
  variable: Variable = 'DATABASE_URL',
): Promise<void> {
  const sql = openPostgres(url, { max: 1, applicationName: 'gancho start' });
  try {
    const [row] = await sql<{ version: string }[]>`
      select current_setting('server_version') as version`;
    const version = row?.version ?? '0';
    if (Number.parseInt(version, 10) < OLDEST_VERSION) {
      throw new LaunchFailure(
        `The database of ${variable} is Postgres ${version}: use ${OLDEST_VERSION} or newer.`,
        'database',
      );
    }
  } catch (error) {
    throw explain(error, url, variable);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function explain(error: unknown, url: string, variable: Variable): unknown {
  const failure = (problem: string) =>
    new LaunchFailure(`The database of ${variable} cannot be used: ${problem}.`, 'database');
  const { place, user, database } = partsOf(url);
  switch (errorCode(error)) {
    case 'ECONNREFUSED':
      return failure(`nothing listens at ${place}: start that Postgres, or correct the address`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failure(`the host of ${place} is not known: correct the address`);
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return failure(`${place} does not answer: check address, network and firewall`);
    case 'CONNECTION_CLOSED':
    case 'ECONNRESET':
      return failure(`${place} closes the connection: is it a Postgres, and does it ask for TLS?`);
    case '28P01':
      return failure(`the password of user ${user} is wrong`);
    case '28000':
      return failure(`user ${user} may not connect from here (${messageOf(error)})`);
    case '3D000':
      return failure(`there is no database ${database}: create it, or correct the name`);
    case '53300':
      return failure('it has no free connection: raise its limit, or end other clients');
    default:
      return error instanceof LaunchFailure ? error : failure(messageOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function partsOf(url: string): { place: string; user: string; database: string } {
  if (!URL.canParse(url)) return { place: 'that address', user: 'given', database: 'given' };
  const { hostname, port, username, pathname } = new URL(url);
  return {
    place: `${hostname}:${port || 5432}`,
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
  };
}
