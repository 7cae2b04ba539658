'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '@/components/notice';
import { AdminsToAsk } from './admins-to-ask';

/** Replaces a page that changes something, for people who may only read. */
export function NoPermission() {
  const t = useTranslations('common');
  return (
    <Notice titleAs="h1" title={t('noPermissionTitle')}>
      <p>{t('noPermissionText')}</p>
      <AdminsToAsk />
    </Notice>
  );
}
