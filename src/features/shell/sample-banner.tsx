'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { useAccess } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';

/** Above every page of the sample company, which its admins can remove. */
export function SampleBanner({ name, canRemove }: { name: string; canRemove: boolean }) {
  const t = useTranslations('sample');
  const pickerTexts = useTranslations('places');
  const { canWriteHooks } = useAccess();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <aside
      aria-label={pickerTexts('sample')}
      className="flex flex-wrap items-center gap-x-4 border-line border-b bg-sunken px-4 py-1 text-muted text-xs"
    >
      {t('banner')}
      {canRemove && canWriteHooks ? (
        <button type="button" className="link min-h-6" onClick={() => setIsAsking(true)}>
          {t('remove')}
        </button>
      ) : null}
      <RemoveSample name={name} isOpen={isAsking} onOpenChange={setIsAsking} />
    </aside>
  );
}

function RemoveSample({
  name,
  isOpen,
  onOpenChange,
}: {
  name: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const t = useTranslations('sample');
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.sample.remove.mutationOptions({
      onSuccess: () => {
        router.replace('/companies');
        router.refresh();
        // The cache holds data of a company that no longer exists.
        queryClient.clear();
      },
    }),
  );
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t('title', { name })}
      action={t('remove')}
      onConfirm={() => remove.mutate()}
      isPending={remove.isPending}
      isDestructive
      error={remove.isError ? t('failed') : null}
    >
      {t('consequence')}
    </ConfirmDialog>
  );
}
