import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { InspectorPage } from '@/features/inspector';
import { consoleSettings } from '@/server/console/console-settings';
import { requirePerson } from '@/server/console/person';
import { AppPage } from '../../app-page';
import { Prefetched } from '../../prefetched';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('inspector');
  return { title: t('title') };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  const path = `/inspector/${id}`;
  const { person } = await requirePerson();
  const { isDemo, publicUrl } = consoleSettings();
  if (!isDemo) notFound();
  return (
    <AppPage person={person}>
      <Prefetched queries={(trpc) => [trpc.inspector.get.queryOptions({ inspectorId: id })]}>
        <InspectorPage inspectorId={id} address={`${publicUrl}${path}`} />
      </Prefetched>
    </AppPage>
  );
}
