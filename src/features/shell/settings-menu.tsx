'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { apiClientsPath, type Tenant, useAccess, webhooksPath } from '@/features/tenants';
import { cn } from '@/lib/cn';

/** The settings of a company or project: the pages that the person may open, and the present one. */
export function SettingsMenu({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('shell');
  const { canWriteHooks } = useAccess();
  const isCompanyAdmin = tenant.projectId === null && canWriteHooks;
  return (
    <nav
      aria-label={t('mainNavigation')}
      className="border-line border-b p-3 md:w-52 md:shrink-0 md:border-r md:border-b-0"
    >
      <p className="px-2 pb-1 text-muted text-xs">
        {t(tenant.projectId === null ? 'companySettings' : 'projectSettings')}
      </p>
      <MenuLink href={webhooksPath(tenant)}>{t('webhooks')}</MenuLink>
      {isCompanyAdmin ? (
        <MenuLink href={apiClientsPath(tenant.companyId)}>{t('apiClients')}</MenuLink>
      ) : null}
    </nav>
  );
}

function MenuLink({ href, children }: { href: string; children: React.ReactNode }) {
  const isHere = usePathname().startsWith(href);
  return (
    <Link
      href={href}
      aria-current={isHere ? 'true' : undefined}
      className={cn(
        'flex min-h-8 items-center rounded-md px-2',
        isHere ? 'bg-accent-soft font-medium text-accent' : 'text-ink hover:bg-sunken',
      )}
    >
      {children}
    </Link>
  );
}
