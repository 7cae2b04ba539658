import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { SetupPage } from '@/features/setup';
import { signedInPerson } from '@/server/console/person';
import { dueSetUp } from '@/server/console/set-up';

type Props = { searchParams: Promise<{ once?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  if ((await dueSetUp()) === null) return {};
  const t = await getTranslations('setup');
  return { title: t('title') };
}

/** For the first admin, until the set-up is complete. Others get a 404. */
export default async function Page({ searchParams }: Props) {
  const { once } = await searchParams;
  if (typeof once === 'string') redirect(`/start?once=${encodeURIComponent(once)}`);
  const due = await dueSetUp();
  const signedIn = due && (await signedInPerson());
  if (!signedIn) notFound();
  return <SetupPage account={signedIn.person} {...due} />;
}
