import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { container } from '@/server/container';
import { loadUserActor, type UserActor } from '@/server/services/accounts';
import { authOptions } from './options';

type Session = { sessionId?: string };

type Load = () => Promise<UserActor | null>;

/** Loads the person of the session cookie, also later, when the request that brought the cookie is over. */
export const sessionLoader = cache(async (): Promise<Load> => {
  const session: Session | null = await getServerSession(authOptions());
  const sessionId = session?.sessionId;
  if (!sessionId) return async () => null;
  return () => loadUserActor({ ctx: container().forRequest(), input: { sessionId } });
});

/** The person of the session cookie, with today's roles; null when signed out, or disabled since the sign-in. */
export const sessionActor = cache(async (): Promise<UserActor | null> => (await sessionLoader())());
