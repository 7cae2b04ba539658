import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Entrance, StartForm } from '@/features/sign-in';

type Props = { searchParams: Promise<{ once?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn');
  // The address holds a secret, which no page that is opened from here may learn.
  return { title: t('startTitle'), referrer: 'no-referrer' };
}

export default async function StartPage({ searchParams }: Props) {
  const { once } = await searchParams;
  const t = await getTranslations('signIn');
  return (
    <Entrance title={t('startTitle')}>
      {typeof once === 'string' && once !== '' ? (
        <StartForm token={once} />
      ) : (
        <>
          <p className="text-muted">{t('noLinkText')}</p>
          <Link href="/sign-in" className="link">
            {t('withPassword')}
          </Link>
        </>
      )}
    </Entrance>
  );
}
