'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toast } from '@/components/toaster';
import { useFailureWords } from '@/components/use-failure-words';
import type { RedeliveryInput } from '@/contracts/redeliveries';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { useHookAction } from '../use-hook-action';

export type Choice = Omit<RedeliveryInput, 'companyId' | 'projectId' | 'hookId'>;

/** Counts the chosen deliveries, and sends them again after a confirmation. `children` choose them. */
export function RedeliverDialog({
  tenant,
  hookId,
  choice,
  onClose,
  children,
}: {
  tenant: Tenant;
  /** Null: every hook of the tenant; of a company, those of its projects too. */
  hookId: number | null;
  choice: Choice;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations('redelivery');
  const trpc = useTRPC();
  const words = useFailureWords();
  const input = { ...tenant, hookId, ...choice };
  const preview = useQuery(
    // Always a new count, because the reader decides by it.
    trpc.redeliveries.preview.queryOptions(input, { staleTime: 0, gcTime: 0, retry: false }),
  );
  const start = useHookAction(trpc.redeliveries.start.mutationOptions(), {
    onDone: ({ matched }) => {
      toast(t('started', { count: matched }));
      onClose();
    },
  });
  const count = preview.isFetching ? undefined : preview.data?.matched;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('title')}
      action={!count ? t('redeliver') : t('redeliverCount', { count })}
      isPending={start.isPending || count === undefined || count === 0}
      error={start.failure ?? words(preview.error)}
      onConfirm={() => start.mutate(input)}
    >
      <div className="flex flex-col gap-3">
        {children}
        <p role="status" className="font-medium">
          {count === undefined ? (preview.isError ? '' : t('counting')) : t('matched', { count })}
        </p>
        <p className="text-muted">{t('text')}</p>
      </div>
    </ConfirmDialog>
  );
}
