'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { startTransition } from 'react';
import { Button } from '@/components/ui/button';

export default function ErrorPage({
  error: { digest },
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations('common');
  const router = useRouter();

  function retry() {
    startTransition(() => {
      router.refresh();
      reset();
    });
  }

  return (
    <main className="mx-auto flex min-h-[60dvh] max-w-[480px] flex-col items-start justify-center gap-4 p-6">
      <h1 className="font-semibold text-title">{t('errorTitle')}</h1>
      <p role="alert" className="text-muted">
        {t('errorText')}
      </p>
      {/* The server's log names the error by the same digest. */}
      {digest === undefined ? null : (
        <p className="text-muted text-xs">{t('errorReference', { digest })}</p>
      )}
      <Button onClick={retry}>{t('retry')}</Button>
    </main>
  );
}
