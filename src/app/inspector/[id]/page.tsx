import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { InspectorSettings, InspectorView } from '@/features/inspector';
import { requireInspector } from '@/server/auth/inspector';
import { requirePerson } from '@/server/auth/person';
import { AppPage } from '../../app-page';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('inspector');
  return { title: t('title') };
}

export default async function InspectorPage({ params }: Props) {
  const { id } = await params;
  const inspector = await requireInspector(id);
  const { person } = await requirePerson(`/inspector/${id}`);
  return (
    <AppPage person={person}>
      <InspectorView inspector={inspector}>
        {inspector.canChange ? <InspectorSettings inspector={inspector} /> : null}
      </InspectorView>
    </AppPage>
  );
}
