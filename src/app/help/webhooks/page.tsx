import type { Metadata } from 'next';
import { getLocale } from 'next-intl/server';
import { GUIDES, GuidePage } from '@/features/help';
import { PublicBar, TopBar } from '@/features/shell';
import { consoleSettings } from '@/server/console/console-settings';
import { signedInPerson } from '@/server/console/person';

export async function generateMetadata(): Promise<Metadata> {
  return { title: GUIDES[await getLocale()](consoleSettings()).title };
}

/** Public, because a person who builds a receiver need not have an account. */
export default async function GuideRoute() {
  const signedIn = await signedInPerson();
  return (
    <>
      {signedIn ? (
        <TopBar person={signedIn.person} />
      ) : (
        <PublicBar signInPath={`/sign-in?next=${encodeURIComponent('/help/webhooks')}`} />
      )}
      <main id="content" tabIndex={-1} className="p-4 outline-none md:p-8">
        <GuidePage facts={consoleSettings()} />
      </main>
    </>
  );
}
