'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { httpStatusOf } from '@/lib/trpc-status';
import { Notice } from './notice';
import { Button } from './ui/button';

/** The failure of a list or page: not found, not allowed, or our failure with a button to try again. */
export function QueryFailure({
  error,
  onRetry,
  titleAs = 'p',
}: {
  error: unknown;
  onRetry: () => void;
  titleAs?: 'p' | 'h1';
}) {
  const t = useTranslations('common');
  const status = httpStatusOf(error);
  if (status === 401) return <SessionEnded titleAs={titleAs} />;
  if (status === 404)
    return (
      <Notice titleAs={titleAs} title={t('notFoundTitle')}>
        {t('notFoundText')}
      </Notice>
    );
  if (status === 403)
    return (
      <Notice titleAs={titleAs} title={t('noPermissionTitle')}>
        {t('noPermissionText')}
      </Notice>
    );
  return (
    <Notice
      role="alert"
      titleAs={titleAs}
      title={t('errorTitle')}
      action={
        <Button variant="outline" size="small" onClick={onRetry}>
          {t('retry')}
        </Button>
      }
    >
      {t('errorText')}
    </Notice>
  );
}

function SessionEnded({ titleAs }: { titleAs: 'p' | 'h1' }) {
  const t = useTranslations('common');
  const path = usePathname();
  return (
    <Notice
      role="alert"
      titleAs={titleAs}
      title={t('sessionEndedTitle')}
      action={
        <Button asChild size="small">
          <Link href={`/sign-in?next=${encodeURIComponent(path)}`}>{t('signIn')}</Link>
        </Button>
      }
    >
      {t('sessionEndedText')}
    </Notice>
  );
}
