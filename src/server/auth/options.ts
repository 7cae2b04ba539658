import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { isServiceError } from '@/domain/errors';
import { env } from '@/env';
import { container } from '@/server/container';
import {
  beginSession,
  consumeSignInLink,
  endSession,
  type Proven,
  SESSION_SECONDS,
  sessionSecret,
  verifyPassword,
} from '@/server/services/accounts';
import { addressKey, originAddress } from '@/server/services/peer-address';
import { decodeToken } from './session-token';

type SignedIn = { id: string; sessionId: string };

let cached: NextAuthOptions | undefined;

/** Built on first use, not at import, because a build has neither a key nor a database. */
export function authOptions(): NextAuthOptions {
  cached ??= createOptions();
  return cached;
}

function createOptions(): NextAuthOptions {
  const { secretKey, publicUrl } = env();
  return {
    secret: sessionSecret(secretKey),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    jwt: { decode: decodeToken },
    useSecureCookies: publicUrl.startsWith('https:'),
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [
      Credentials({
        id: 'password',
        credentials: { email: {}, password: {} },
        authorize: (given, { headers }) =>
          signIn(() =>
            verifyPassword({
              ctx: container().forRequest(),
              input: {
                email: textOf(given?.email),
                password: textOf(given?.password),
                address: addressKey(originAddress(undefined, headers?.['x-forwarded-for'], [])),
              },
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
              input: { token: textOf(given?.token) },
            }),
          ),
      }),
    ],
    callbacks: {
      // The library reads our address from a variable that we do not set. A path is enough, in characters for a header.
      redirect: ({ url, baseUrl }) =>
        textOf(url).startsWith('/') ? new URL(`${baseUrl}${url}`).href : baseUrl,
      // `user` is set only when the session begins.
      jwt: ({ token, user }) =>
        user && 'sessionId' in user ? { ...token, sessionId: user.sessionId } : token,
      session: ({ session, token }) => ({
        ...session,
        sessionId: token.sessionId,
      }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token.sessionId !== 'string') return;
        const input = { sessionId: token.sessionId };
        await endSession({ ctx: container().forRequest(), input });
      },
    },
    logger: {
      // A cookie that somebody made up is not an error of ours. The message of an error can quote the request.
      error: (code, metadata) => {
        const { log } = container().services;
        const level = code === 'JWT_SESSION_ERROR' ? 'info' : 'error';
        const error = metadata instanceof Error ? metadata.name : undefined;
        log[level]({ code, error }, 'Sign-in failed');
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

/** A JSON body can hold any value in this place. */
const textOf = (given: unknown) => (typeof given === 'string' ? given : '');

/** Throws the error code that the page gets. It is one of our codes, never a text. */
async function signIn(find: () => Promise<Proven | null>): Promise<SignedIn | null> {
  try {
    const found = await find();
    if (found === null) return null;
    const begun = await beginSession({ ctx: container().forRequest(), input: found });
    return begun && { id: String(found.userId), ...begun };
  } catch (error) {
    if (isServiceError(error)) throw new Error(error.code);
    container().services.log.error({ err: error }, 'Sign-in failed');
    throw new Error('unavailable');
  }
}
