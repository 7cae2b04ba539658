import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { container } from '@/server/container';
import { loadUserActor, type UserActor } from '@/server/services/accounts';
import { authOptions } from './options';

/** Who asks, by the session cookie, with today's roles; null when signed out or disabled since. */
export const sessionActor = cache(async (): Promise<UserActor | null> => {
  const session: { userId?: number } | null = await getServerSession(authOptions());
  if (!session?.userId) return null;
  return loadUserActor({ ctx: container().services, input: { userId: session.userId } });
});
