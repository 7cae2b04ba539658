import { useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { useHookAction } from '@/features/events';
import { useTRPC } from '@/trpc/client';
import type { ActionProps } from './hook-actions';

export function DisableDialog({ place, hook, queue, onClose }: ActionProps) {
  const t = useTranslations('hookActions');
  const trpc = useTRPC();
  const disable = useHookAction(trpc.hooks.update.mutationOptions(), {
    done: t('disabledDone', { name: hook.name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('disableTitle', { name: hook.name })}
      action={t('disable')}
      isPending={disable.isPending}
      error={disable.failure}
      onConfirm={() => disable.mutate({ ...place, hookId: hook.id, status: 'disabled' })}
    >
      {t('disableText', { count: queue?.depth ?? 0 })}
    </ConfirmDialog>
  );
}
