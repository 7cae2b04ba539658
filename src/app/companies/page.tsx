import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { TenantPicker } from '@/features/tenants';
import { requirePerson } from '@/server/console/person';
import { AppPage } from '../app-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('places');
  return { title: t('title') };
}

export default async function CompaniesPage() {
  const { companies, person } = await requirePerson();
  return (
    <AppPage person={person}>
      <TenantPicker companies={companies} />
    </AppPage>
  );
}
