import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ApiClients } from '@/features/api-clients';
import { findTenant } from '@/features/tenants';
import { consoleSettings } from '@/server/console/console-settings';
import { requirePerson } from '@/server/console/person';
import { Prefetched } from '../prefetched';
import { type TenantParams, tenantOf } from './tenant-layout';

export async function apiClientsMetadata(): Promise<Metadata> {
  const t = await getTranslations('apiClients');
  return { title: t('title') };
}

export async function ApiClientsPage({ params }: { params: Promise<TenantParams> }) {
  const tenant = tenantOf(await params);
  const { companies } = await requirePerson();
  const company = findTenant(companies, tenant)?.company ?? notFound();
  const { publicUrl } = consoleSettings();
  return (
    <Prefetched queries={(trpc) => [trpc.apiClients.list.queryOptions({ companyId: company.id })]}>
      <ApiClients company={{ id: company.id, projects: company.projects }} publicUrl={publicUrl} />
    </Prefetched>
  );
}
