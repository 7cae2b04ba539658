'use client';

import { useTranslations } from 'next-intl';
import { useAccess } from './access';
import { AdminsToAsk } from './admins-to-ask';

/** Above every page of a tenant where the person may only read. It explains why there are no buttons. */
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
