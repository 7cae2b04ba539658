'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { type CompanyWithProjects, searchTenants, webhooksPath } from './tenant';

export function TenantPicker({ companies }: { companies: CompanyWithProjects[] }) {
  const t = useTranslations('places');
  const [query, setQuery] = useState('');
  const found = searchTenants(companies, query);

  if (companies.length === 0) return <Notice title={t('emptyTitle')}>{t('emptyText')}</Notice>;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      <Input
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        placeholder={t('search')}
        aria-label={t('search')}
      />
      {found.length === 0 ? (
        <Notice
          role="status"
          title={t('noMatch', { query })}
          action={
            <Button variant="outline" size="small" onClick={() => setQuery('')}>
              {t('clear')}
            </Button>
          }
        />
      ) : null}
      {found.map((company) => (
        <CompanySection key={company.id} company={company} />
      ))}
    </div>
  );
}

function CompanySection({ company }: { company: CompanyWithProjects }) {
  const t = useTranslations('places');
  const tenants = [
    ...(company.hasCompanyAccess ? [{ id: null, name: t('companyLevel') }] : []),
    ...company.projects,
  ];
  return (
    <section>
      <h2 className="mb-2 flex items-baseline gap-2 font-medium text-base">
        {company.name}
        {company.isSample ? (
          <span className="font-normal text-muted text-xs">{t('sample')}</span>
        ) : null}
      </h2>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {tenants.map((tenant) => (
          <li key={tenant.id ?? 'company'}>
            <Link
              href={webhooksPath({ companyId: company.id, projectId: tenant.id })}
              className="flex min-h-10 items-center px-3 py-2 hover:bg-sunken"
            >
              {tenant.name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
