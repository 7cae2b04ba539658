'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '@/components/notice';
import { AdminsToAsk } from './admins-to-ask';

/** In place of a page that changes something, for those who may only look. */
export function NoPermission() {
  const t = useTranslations('common');
  return (
    <Notice titleAs="h1" title={t('noPermissionTitle')}>
      <p>{t('noPermissionText')}</p>
      <AdminsToAsk />
    </Notice>
  );
}
