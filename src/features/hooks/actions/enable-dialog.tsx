import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
} from '@/components/ui/dialog';
import { useHookAction } from '@/features/events';
import { useTRPC } from '@/trpc/client';
import type { ActionProps } from './action-props';
import { useSetStatus } from './use-set-status';

/** What has waited goes as well, or is discarded first: whoever enables the hook says which. */
export function EnableDialog({ tenant, hook, queue, onClose }: ActionProps) {
  const t = useTranslations('hookActions');
  const trpc = useTRPC();
  const address = { ...tenant, hookId: hook.id };
  const count = queue?.depth ?? 0;
  const enable = useSetStatus(hook, {
    done: t('enabledDone', { name: hook.name }),
    onDone: onClose,
  });
  const discard = useHookAction(trpc.hooks.discardQueue.mutationOptions(), {
    onDone: () => enable.setStatus('active'),
  });
  const isPending = enable.isPending || discard.isPending;
  const failure = discard.failure ?? enable.failure;
  return (
    // Away while the page shows what was asked for; back, with the reason, if it could not be done.
    <Dialog open={!enable.isPending && !enable.isSuccess} onOpenChange={onClose}>
      <DialogContent>
        <DialogTitle>{t('enableTitle', { name: hook.name })}</DialogTitle>
        <DialogDescription>
          {hook.disabledReason === 'gone' ? `${t('enableGone')} ` : ''}
          {count > 0 ? t('enableWaiting', { count }) : t('enableText')}
        </DialogDescription>
        {failure === null ? null : (
          <p role="alert" className="text-failed text-table">
            {failure}
          </p>
        )}
        <DialogFooter>
          {count > 0 ? (
            <Button
              variant="outline"
              aria-disabled={isPending}
              onClick={() => (isPending ? undefined : discard.mutate(address))}
            >
              {t('enableDiscard', { count })}
            </Button>
          ) : (
            <Button variant="outline" onClick={onClose}>
              {t('cancel')}
            </Button>
          )}
          <Button
            aria-disabled={isPending}
            onClick={() => (isPending ? undefined : enable.setStatus('active'))}
          >
            {count > 0 ? t('enableSend', { count }) : t('enable')}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
