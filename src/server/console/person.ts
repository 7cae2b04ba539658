import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { ASKED_HEADER } from '@/domain/asked-path';
import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { getAccount, listTenants } from '@/server/services/accounts';

/** The signed-in person, with what they have access to; null without a session. */
export const signedInPerson = cache(async () => {
  const actor = await sessionActor();
  if (actor === null) return null;
  const ctx = container().forRequest();
  const [person, companies] = await Promise.all([
    getAccount({ ctx: { ...ctx, actor } }),
    listTenants({ ctx, actor }),
  ]);
  return { companies, person };
});

/**
 * The same for pages that need a person. Anyone else goes to the sign-in page, and then back to the page they asked
 * for.
 */
export async function requirePerson() {
  const signedIn = await signedInPerson();
  const asked = (await headers()).get(ASKED_HEADER) ?? '/';
  if (signedIn === null) redirect(`/sign-in?next=${encodeURIComponent(asked)}`);
  return signedIn;
}
