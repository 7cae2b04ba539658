import { redirect } from 'next/navigation';
import { cache } from 'react';
import { container } from '@/server/container';
import { listPlaces, loadProfile } from '@/server/services/accounts';
import { sessionActor } from './session';

/** Whoever is signed in, with what they reach; null for anyone else. */
export const signedInPerson = cache(async () => {
  const actor = await sessionActor();
  if (actor === null) return null;
  const ctx = container().services;
  const [profile, companies] = await Promise.all([
    loadProfile({ ctx, input: { userId: actor.userId } }),
    listPlaces({ ctx, actor }),
  ]);
  return { companies, person: profile ?? { email: '', name: '' } };
});

/** The same for pages that need someone: anyone else is sent to sign in and then back. */
export async function requirePerson(path: string) {
  const signedIn = await signedInPerson();
  if (signedIn === null) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return signedIn;
}
