import { env } from '@/env';
import { sessionSecret } from '@/server/services/accounts';
import { decodeToken } from './session-token';

let secret: string | undefined;

/**
 * The user's id in one of our session cookies; null without one. It does not check whether the session has ended,
 * because the id decides about turns and never about access.
 */
export async function signedInAs(cookies: string | undefined): Promise<string | null> {
  const { secretKey, publicUrl } = env();
  const name = `${publicUrl.startsWith('https:') ? '__Secure-' : ''}next-auth.session-token=`;
  const cookie = cookies?.split(/; ?/).find((each) => each.startsWith(name));
  if (cookie === undefined) return null;
  secret ??= sessionSecret(secretKey);
  const token = await decodeToken({ token: cookie.slice(name.length), secret }).catch(() => null);
  return token?.sub ?? null;
}
