import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Button } from '@/components/ui/button';

export default async function NotFound() {
  const t = await getTranslations('common');
  return (
    <main className="mx-auto flex min-h-[60dvh] max-w-[480px] flex-col items-start justify-center gap-4 p-6">
      <h1 className="font-semibold text-title">{t('notFoundTitle')}</h1>
      <p className="text-muted">{t('notFoundText')}</p>
      <Button asChild variant="outline">
        <Link href="/companies">{t('home')}</Link>
      </Button>
    </main>
  );
}
