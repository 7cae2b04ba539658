'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { useHookAction } from '@/features/events';
import { type Tenant, useAccess } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import type { HookView } from './hook-view';

/** The two actions for a failing hook: try at once, or stop trying. */
export function TryNow({
  tenant,
  hook,
  onDisable,
}: {
  tenant: Tenant;
  hook: HookView;
  onDisable: () => void;
}) {
  const t = useTranslations('hookActions');
  const trpc = useTRPC();
  const { canWriteHooks } = useAccess();
  const resume = useHookAction(trpc.hooks.resume.mutationOptions(), { done: t('tryNowDone') });
  return (
    <div className="flex flex-wrap items-center gap-2">
      {canWriteHooks ? (
        <Button
          variant="outline"
          size="small"
          aria-disabled={resume.isPending}
          onClick={() =>
            resume.isPending ? undefined : resume.mutate({ ...tenant, hookId: hook.id })
          }
        >
          {t('tryNow')}
        </Button>
      ) : null}
      {canWriteHooks ? (
        <Button variant="quiet" size="small" onClick={onDisable}>
          {t('disable')}
        </Button>
      ) : null}
      {resume.failure === null ? null : (
        <p role="alert" className="text-failed text-table">
          {resume.failure}
        </p>
      )}
    </div>
  );
}
