'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toast } from '@/components/toaster';
import { Button } from '@/components/ui/button';
import type { LostEvents as Lost } from '@/domain/hook-state';
import { ReasonSentence, RedeliverDialog, useHookAction } from '@/features/events';
import { type Tenant, useAccess, webhooksPath } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import type { HookView } from './hook-view';

/** The events that a hook has lost: how many, when, why, and what to do. It stays until they are redelivered or dismissed. */
export function LostEvents({ tenant, hook, lost }: { tenant: Tenant; hook: HookView; lost: Lost }) {
  const t = useTranslations('healthSentence');
  const format = useFormatter();
  const words = useTranslations('redelivery');
  const { canWriteDeliveries, canWriteHooks } = useAccess();
  const [isDismissing, setIsDismissing] = useState(false);
  const [isRedelivering, setIsRedelivering] = useState(false);
  const moment = (at: Date) =>
    `${format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
  const { count, reason } = lost;
  const [from, until] = [moment(lost.from), moment(lost.until)];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p role="status" className="font-medium text-failed">
        {from === until ? t('lostAt', { count, from }) : t('lost', { count, from, until })}{' '}
        {reason === null ? null : <ReasonSentence reason={reason} />}
      </p>
      {canWriteDeliveries ? (
        <Button size="small" onClick={() => setIsRedelivering(true)}>
          {words('redeliverCount', { count })}
        </Button>
      ) : null}
      <Button variant="outline" size="small" asChild>
        <Link href={`${webhooksPath(tenant)}/${hook.id}?status=failed&status=discarded`}>
          {t('showLost')}
        </Link>
      </Button>
      {canWriteHooks ? (
        <Button variant="quiet" size="small" onClick={() => setIsDismissing(true)}>
          {t('dismissLost')}
        </Button>
      ) : null}
      {isRedelivering ? (
        <RedeliverDialog
          tenant={tenant}
          hookId={hook.id}
          choice={{ only: 'lost' }}
          onClose={() => setIsRedelivering(false)}
        />
      ) : null}
      {isDismissing ? (
        <DismissDialog
          tenant={tenant}
          hook={hook}
          count={count}
          onClose={() => setIsDismissing(false)}
        />
      ) : null}
    </div>
  );
}

function DismissDialog({
  tenant,
  hook,
  count,
  onClose,
}: {
  tenant: Tenant;
  hook: HookView;
  count: number;
  onClose: () => void;
}) {
  const t = useTranslations('healthSentence');
  const trpc = useTRPC();
  const dismiss = useHookAction(trpc.hooks.dismissLost.mutationOptions(), {
    onDone: ({ dismissed }) => {
      toast(t('dismissLostDone', { count: dismissed }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('dismissLostTitle', { count, name: hook.name })}
      action={t('dismissLost')}
      isPending={dismiss.isPending}
      error={dismiss.failure}
      onConfirm={() => dismiss.mutate({ ...tenant, hookId: hook.id })}
    >
      {t('dismissLostText')}
    </ConfirmDialog>
  );
}
