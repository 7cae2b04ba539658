import { useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { useTRPC } from '@/trpc/client';
import { useHookAction } from '../use-hook-action';
import type { ActionProps } from './hook-actions';

export function EnableDialog({ place, hook, onClose }: ActionProps) {
  const t = useTranslations('hookActions');
  const trpc = useTRPC();
  const enable = useHookAction(trpc.hooks.update.mutationOptions(), {
    done: t('enabledDone', { name: hook.name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('enableTitle', { name: hook.name })}
      action={t('enable')}
      isPending={enable.isPending}
      error={enable.failure}
      onConfirm={() => enable.mutate({ ...place, hookId: hook.id, status: 'active' })}
    >
      {hook.disabledReason === 'gone' ? `${t('enableGone')} ` : ''}
      {t('enableText')}
    </ConfirmDialog>
  );
}
