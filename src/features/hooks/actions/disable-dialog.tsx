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
      // Closed while the page shows the requested state. Open again, with the reason, if the request failed.
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
