import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Notice } from '@/components/notice';
import { Button } from '@/components/ui/button';
import { type Tenant, useAccess, webhooksPath } from '@/features/tenants';
import { EVERY_HOOK, type HooksQuery } from './hooks-query';

/** The list before the first hook: an explanation of webhooks and the next step. */
export function NoHooks({
  tenant,
  onChange,
}: {
  tenant: Tenant;
  onChange: (query: HooksQuery) => void;
}) {
  const t = useTranslations('hooks');
  const { canWriteHooks } = useAccess();
  return (
    <Notice
      title={t('emptyTitle')}
      action={
        <div className="flex flex-wrap items-center gap-3">
          {canWriteHooks ? (
            <Button asChild size="small">
              <Link href={`${webhooksPath(tenant)}/new`}>{t('createHook')}</Link>
            </Button>
          ) : null}
          <Button
            variant="quiet"
            size="small"
            onClick={() => onChange({ ...EVERY_HOOK, status: 'deleted' })}
          >
            {t('showDeleted')}
          </Button>
        </div>
      }
    >
      <p>{t('emptyText')}</p>
      {canWriteHooks ? null : <p className="mt-2">{t('askAdmin')}</p>}
    </Notice>
  );
}
