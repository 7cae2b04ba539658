import { headers } from 'next/headers';
import { cache } from 'react';
import { container } from '@/server/container';
import { loadUserActor, type UserActor } from '@/server/services/accounts';
import { readSessionCookie } from './session-cookie';

type Load = () => Promise<UserActor | null>;

/** Loads the person of the session cookie, also later, when the request that brought the cookie is over. */
export const sessionLoader = cache(async (): Promise<Load> => {
  const token = await readSessionCookie((await headers()).get('cookie') ?? undefined);
  const sessionId = token?.sessionId;
  if (typeof sessionId !== 'string') return async () => null;
  return () => loadUserActor({ ctx: container().forRequest(), input: { sessionId } });
});

/** The person of the session cookie, with today's roles; null when signed out, or disabled since the sign-in. */
export const sessionActor = cache(async (): Promise<UserActor | null> => (await sessionLoader())());
