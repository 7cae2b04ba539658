import { useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import type { ActionProps } from './action-props';
import { useSetStatus } from './use-set-status';

export function DisableDialog({ hook, queue, onClose }: ActionProps) {
  const t = useTranslations('hookActions');
  const disable = useSetStatus(hook, {
    done: t('disabledDone', { name: hook.name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      // Away while the page shows what was asked for; back, with the reason, if it could not be done.
      isOpen={!disable.isPending && !disable.isSuccess}
      onOpenChange={onClose}
      title={t('disableTitle', { name: hook.name })}
      action={t('disable')}
      error={disable.failure}
      onConfirm={() => disable.setStatus('disabled')}
    >
      {t('disableText', { count: queue?.depth ?? 0 })}
    </ConfirmDialog>
  );
}
