import { env } from '@/env';
import { sessionSecret } from '@/server/services/accounts';
import { decodeToken } from './session-token';

let secret: string | undefined;

/**
 * The user's id in a session cookie that we have made; null without one. It does not ask whether the session has ended:
 * it decides whose turn it is, and never who may see anything.
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
