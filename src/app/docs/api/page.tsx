import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ApiDocsPage } from '@/features/api-docs';
import { PublicBar, TopBar } from '@/features/shell';
import { consoleSettings } from '@/server/console/console-settings';
import { signedInPerson } from '@/server/console/person';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apiDocs');
  return { title: t('title') };
}

/** Public like the guide, because an integrator need not have an account. */
export default async function ApiDocsRoute() {
  const signedIn = await signedInPerson();
  return (
    <>
      {signedIn ? (
        <TopBar person={signedIn.person} />
      ) : (
        <PublicBar signInPath={`/sign-in?next=${encodeURIComponent('/docs/api')}`} />
      )}
      <main id="content" tabIndex={-1} className="p-4 outline-none md:p-8">
        <ApiDocsPage publicUrl={consoleSettings().publicUrl} />
      </main>
    </>
  );
}
