import type { Account } from '@/features/account';
import { type CompanyWithProjects, ReadOnlyNote } from '@/features/tenants';
import { RememberTenant } from './remember-tenant';
import { SampleBanner } from './sample-banner';
import { SettingsMenu } from './settings-menu';
import { SignedIn } from './signed-in';
import { SystemBanner } from './system-banner';
import { TenantSwitcher } from './tenant-switcher';
import { TopBar } from './top-bar';

/** The top bar, the tool's settings menu at the left, and the page. */
export function Shell({
  person,
  company,
  projectId,
  children,
}: {
  person: Account;
  company: CompanyWithProjects;
  projectId: number | null;
  children: React.ReactNode;
}) {
  const tenant = { companyId: company.id, projectId };
  const project = company.projects.find(({ id }) => id === projectId);
  return (
    <SignedIn person={person}>
      <div className="flex min-h-dvh flex-col">
        <TopBar person={person}>
          <TenantSwitcher
            tenant={tenant}
            companyName={company.name}
            projectName={project?.name ?? null}
          />
        </TopBar>
        <SystemBanner />
        {company.isSample ? (
          <SampleBanner name={company.name} canRemove={company.hasCompanyAccess} />
        ) : null}
        <ReadOnlyNote />
        <RememberTenant {...tenant} />
        <div className="flex-1 md:flex">
          <SettingsMenu tenant={tenant} />
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 p-4 outline-none md:p-8">
            {children}
          </main>
        </div>
      </div>
    </SignedIn>
  );
}
