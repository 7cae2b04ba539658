import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NotificationsPage } from '@/features/notifications';
import { requirePerson } from '@/server/console/person';
import { AppPage } from '../app-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notifications');
  return { title: t('title') };
}

export default async function Page() {
  const { person } = await requirePerson();
  return (
    <AppPage person={person}>
      <NotificationsPage />
    </AppPage>
  );
}
