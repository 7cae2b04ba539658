import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Account } from '@/features/account';
import { type PlaceCompany, ReadOnlyNote, webhooksPath } from '@/features/places';
import { PlaceSwitcher } from './place-switcher';
import { RememberPlace } from './remember-place';
import { SampleBanner } from './sample-banner';
import { SignedIn } from './signed-in';
import { SystemBanner } from './system-banner';
import { TopBar } from './top-bar';

/** Top bar, the tool's settings menu at the left, and the page. */
export function Shell({
  person,
  company,
  projectId,
  children,
}: {
  person: Account;
  company: PlaceCompany;
  projectId: number | null;
  children: React.ReactNode;
}) {
  const t = useTranslations('shell');
  const place = { companyId: company.id, projectId };
  const path = webhooksPath(place);
  const project = company.projects.find(({ id }) => id === projectId);
  return (
    <SignedIn person={person}>
      <div className="flex min-h-dvh flex-col">
        <TopBar person={person}>
          <PlaceSwitcher
            place={place}
            companyName={company.name}
            projectName={project?.name ?? null}
          />
        </TopBar>
        <SystemBanner />
        {company.isSample ? (
          <SampleBanner name={company.name} canRemove={company.isReachable} />
        ) : null}
        <ReadOnlyNote />
        <RememberPlace {...place} />
        <div className="flex-1 md:flex">
          <nav
            aria-label={t('mainNavigation')}
            className="border-line border-b p-3 md:w-52 md:shrink-0 md:border-r md:border-b-0"
          >
            <p className="px-2 pb-1 text-muted text-xs">
              {t(projectId === null ? 'companySettings' : 'projectSettings')}
            </p>
            <Link
              href={path}
              aria-current="true"
              className="flex min-h-8 items-center rounded-md bg-accent-soft px-2 font-medium text-accent"
            >
              {t('webhooks')}
            </Link>
          </nav>
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 p-4 outline-none md:p-8">
            {children}
          </main>
        </div>
      </div>
    </SignedIn>
  );
}
