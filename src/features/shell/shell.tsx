import type { Account } from '@/features/account';
import { type PlaceCompany, ReadOnlyNote } from '@/features/places';
import { PlaceSwitcher } from './place-switcher';
import { RememberPlace } from './remember-place';
import { SampleBanner } from './sample-banner';
import { SettingsMenu } from './settings-menu';
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
  const place = { companyId: company.id, projectId };
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
          <SettingsMenu place={place} />
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 p-4 outline-none md:p-8">
            {children}
          </main>
        </div>
      </div>
    </SignedIn>
  );
}
