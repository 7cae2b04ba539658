import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { container } from '@/server/container';
import { loadUserActor, type UserActor } from '@/server/services/accounts';
import { authOptions } from './options';

type Session = { sessionId?: string };

/** The person of the session cookie, with today's roles; null when signed out, or disabled since the sign-in. */
export const sessionActor = cache(async (): Promise<UserActor | null> => {
  const session: Session | null = await getServerSession(authOptions());
  if (!session?.sessionId) return null;
  const { sessionId } = session;
  return loadUserActor({ ctx: container().forRequest(), input: { sessionId } });
});
