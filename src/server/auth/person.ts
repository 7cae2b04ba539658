import { redirect } from 'next/navigation';
import { cache } from 'react';
import { container } from '@/server/container';
import { listPlaces, loadProfile } from '@/server/services/accounts';
import { sessionActor } from './session';

/** Whoever is signed in, with what they reach; anyone else is sent to sign in and then back. */
export const requirePerson = cache(async (path: string) => {
  const actor = await sessionActor();
  if (actor === null) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  const ctx = container().services;
  const [profile, companies] = await Promise.all([
    loadProfile({ ctx, input: { userId: actor.userId } }),
    listPlaces({ ctx, actor }),
  ]);
  return { companies, person: profile ?? { email: '', name: '' } };
});
