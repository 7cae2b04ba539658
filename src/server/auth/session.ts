import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { container } from '@/server/container';
import { loadUserActor, type UserActor } from '@/server/services/accounts';
import { authOptions } from './options';

type Session = { userId?: number; sessionVersion?: number };

/** Who asks, by the session cookie, with today's roles; null when signed out or disabled since. */
export const sessionActor = cache(async (): Promise<UserActor | null> => {
  const session: Session | null = await getServerSession(authOptions());
  if (!session?.userId) return null;
  const { userId, sessionVersion = 0 } = session;
  return loadUserActor({ ctx: container().forRequest(), input: { userId, sessionVersion } });
});
