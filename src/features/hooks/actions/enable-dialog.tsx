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

/** The person who enables the hook decides whether its waiting deliveries are sent or discarded. */
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
    // Closed while the page shows the requested state. Open again, with the reason, if the request failed.
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
