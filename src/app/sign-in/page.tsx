import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Entrance, SignInForm } from '@/features/sign-in';
import { safePath } from '@/lib/safe-path';
import { sessionActor } from '@/server/auth/session';

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn');
  return { title: t('title') };
}

export default async function SignInPage({ searchParams }: Props) {
  const next = safePath((await searchParams).next);
  if (await sessionActor()) redirect(next);
  const t = await getTranslations('signIn');
  return (
    <Entrance title={t('title')}>
      <SignInForm next={next} />
    </Entrance>
  );
}
