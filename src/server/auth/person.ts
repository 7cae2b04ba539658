import { redirect } from 'next/navigation';
import { cache } from 'react';
import { container } from '@/server/container';
import { getAccount, listPlaces } from '@/server/services/accounts';
import { sessionActor } from './session';

/** Whoever is signed in, with what they reach; null for anyone else. */
export const signedInPerson = cache(async () => {
  const actor = await sessionActor();
  if (actor === null) return null;
  const ctx = container().forRequest();
  const [person, companies] = await Promise.all([
    getAccount({ ctx: { ...ctx, actor } }),
    listPlaces({ ctx, actor }),
  ]);
  return { companies, person };
});

/** The same for pages that need someone: anyone else is sent to sign in and then back. */
export async function requirePerson(path: string) {
  const signedIn = await signedInPerson();
  if (signedIn === null) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return signedIn;
}
