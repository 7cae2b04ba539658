'use client';

import { useTranslations } from 'next-intl';
import { useAccess } from './access';
import { AdminsToAsk } from './admins-to-ask';

/** Over every page of a tenant where one may look and change nothing: why no button is there. */
export function ReadOnlyNote() {
  const t = useTranslations('places');
  const { canWriteHooks } = useAccess();
  if (canWriteHooks) return null;
  return (
    <aside
      aria-label={t('readOnly')}
      className="flex flex-wrap items-baseline gap-x-3 border-line border-b bg-sunken px-4 py-1 text-muted text-xs"
    >
      <span>{t('readOnlyText')}</span>
      <AdminsToAsk />
    </aside>
  );
}
