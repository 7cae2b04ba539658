import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { isServiceError } from '@/domain/errors';
import { env } from '@/env';
import { container } from '@/server/container';
import {
  consumeSignInLink,
  loadSessionVersion,
  sessionSecret,
  verifyPassword,
} from '@/server/services/accounts';

const SESSION_SECONDS = 14 * 24 * 3600;

type Found = { userId: number } | null;
type SignedIn = { id: string; sessionVersion: number };

let cached: NextAuthOptions | undefined;

/** Built on first use, not at import: a build has neither key nor database. */
export function authOptions(): NextAuthOptions {
  cached ??= createOptions();
  return cached;
}

function createOptions(): NextAuthOptions {
  const { secretKey, publicUrl } = env();
  return {
    secret: sessionSecret(secretKey),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: publicUrl.startsWith('https:'),
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [
      Credentials({
        id: 'password',
        credentials: { email: {}, password: {} },
        authorize: (given) =>
          signIn(() =>
            verifyPassword({
              ctx: container().forRequest(),
              input: { email: given?.email ?? '', password: given?.password ?? '' },
            }),
          ),
      }),
      Credentials({
        id: 'link',
        credentials: { token: {} },
        authorize: (given) =>
          signIn(() =>
            consumeSignInLink({
              ctx: container().forRequest(),
              input: { token: given?.token ?? '' },
            }),
          ),
      }),
    ],
    callbacks: {
      // The library's own idea of our address comes from a variable that is not ours; paths are enough.
      redirect: ({ url, baseUrl }) => (url.startsWith('/') ? `${baseUrl}${url}` : baseUrl),
      // `user` is there only as the session begins.
      jwt: ({ token, user }) =>
        user && 'sessionVersion' in user
          ? { ...token, sessionVersion: user.sessionVersion }
          : token,
      session: ({ session, token }) => ({
        ...session,
        userId: Number(token.sub),
        sessionVersion: token.sessionVersion,
      }),
    },
    logger: {
      error: (code, metadata) =>
        container().services.log.error({ code, error: String(metadata) }, 'Sign-in failed'),
      warn: () => {},
      debug: () => {},
    },
  };
}

/** What is thrown here is the error code that the page gets: a code of ours, never a text. */
async function signIn(find: () => Promise<Found>): Promise<SignedIn | null> {
  try {
    const found = await find();
    if (found === null) return null;
    const sessionVersion = await loadSessionVersion({
      ctx: container().forRequest(),
      input: found,
    });
    return { id: String(found.userId), sessionVersion };
  } catch (error) {
    if (isServiceError(error)) throw new Error(error.code);
    container().services.log.error({ error: String(error) }, 'Sign-in failed');
    throw new Error('unavailable');
  }
}
