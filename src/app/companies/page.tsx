import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PlaceChooser } from '@/features/places';
import { TopBar } from '@/features/shell';
import { requirePerson } from '@/server/auth/person';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('places');
  return { title: t('title') };
}

export default async function CompaniesPage() {
  const { companies, person } = await requirePerson('/companies');
  return (
    <>
      <TopBar person={person} />
      <main id="content" tabIndex={-1} className="mx-auto max-w-[880px] p-4 outline-none md:p-8">
        <PlaceChooser companies={companies} />
      </main>
    </>
  );
}
