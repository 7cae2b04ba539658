'use client';

import { TRPCClientError } from '@trpc/client';
import { useTranslations } from 'next-intl';
import { Notice } from './notice';
import { Button } from './ui/button';

/** A list or page that could not be loaded: not there, not allowed, or our failure with another try. */
export function QueryFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations('common');
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  if (status === 404) return <Notice title={t('notFoundTitle')}>{t('notFoundText')}</Notice>;
  if (status === 403)
    return <Notice title={t('noPermissionTitle')}>{t('noPermissionText')}</Notice>;
  return (
    <Notice
      role="alert"
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
