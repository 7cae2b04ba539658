import { useTranslations } from 'next-intl';
import { Notice } from '@/components/notice';

/** For those who may look at hooks but not change them. */
export function NoPermission() {
  const t = useTranslations('common');
  return (
    <Notice titleAs="h1" title={t('noPermissionTitle')}>
      {t('noPermissionText')}
    </Notice>
  );
}
