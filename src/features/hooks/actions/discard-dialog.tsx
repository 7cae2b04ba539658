import { useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toast } from '@/components/toaster';
import { useHookAction } from '@/features/events';
import { useTRPC } from '@/trpc/client';
import type { ActionProps } from './action-props';

export function DiscardDialog({ tenant, hook, queue, onClose }: ActionProps) {
  const t = useTranslations('hookActions');
  const trpc = useTRPC();
  const count = queue?.depth ?? 0;
  const discard = useHookAction(trpc.hooks.discardQueue.mutationOptions(), {
    onDone: ({ discarded }) => {
      toast(t('discardedDone', { count: discarded }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('discardTitle', { name: hook.name })}
      action={t('discard', { count })}
      isDestructive
      isPending={discard.isPending}
      error={discard.failure}
      onConfirm={() => discard.mutate({ ...tenant, hookId: hook.id })}
    >
      {t('discardText', { count })}
    </ConfirmDialog>
  );
}
