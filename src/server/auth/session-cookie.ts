import type { JWT } from 'next-auth/jwt';
import { env } from '@/env';
import { sessionSecret } from '@/server/services/accounts';
import { decodeToken } from './session-token';

let secret: string | undefined;

/** The content of one of our session cookies; null without one. It does not check whether the session has ended. */
export async function readSessionCookie(cookies: string | undefined): Promise<JWT | null> {
  const { secretKey, publicUrl } = env();
  const name = `${publicUrl.startsWith('https:') ? '__Secure-' : ''}next-auth.session-token=`;
  const cookie = cookies?.split(/; ?/).find((each) => each.startsWith(name));
  if (cookie === undefined) return null;
  secret ??= sessionSecret(secretKey);
  return decodeToken({ token: cookie.slice(name.length), secret }).catch(() => null);
}
