import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The cookies that an answer sets, for the next request. */
export const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** Signs the first admin in, as the page does. */
export async function postSignIn(
  address: string,
  dataDir: string,
  others: Record<string, string> = {},
): Promise<Response> {
  const csrf = await fetch(`${address}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const password = (await readFile(join(dataDir, 'admin-password'), 'utf8')).trim();
  const email = 'admin@example.com';
  return fetch(`${address}/api/auth/callback/password`, {
    method: 'POST',
    headers: { cookie: cookiesOf(csrf) },
    body: new URLSearchParams({ email, password, csrfToken, json: 'true', ...others }),
  });
}

/** The cookie of the first admin's new session. */
export async function signInAdmin(address: string, dataDir: string): Promise<string> {
  const answer = await postSignIn(address, dataDir);
  const cookies = cookiesOf(answer);
  if (!cookies.includes('session-token=')) throw new Error(`no session: ${answer.status}`);
  return cookies;
}
