import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { InspectorSettings, InspectorView } from '@/features/inspector';
import { TopBar } from '@/features/shell';
import { requireInspector } from '@/server/auth/inspector';
import { requirePerson } from '@/server/auth/person';

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
    <>
      <TopBar person={person} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto flex max-w-[880px] flex-col gap-6 p-4 outline-none md:p-8"
      >
        <InspectorView inspector={inspector}>
          {inspector.canChange ? <InspectorSettings inspector={inspector} /> : null}
        </InspectorView>
      </main>
    </>
  );
}
