import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { DAY_MS } from '@/domain/units';
import { useHookAction } from '@/features/events';
import { webhooksPath } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import type { ActionProps } from './action-props';

const IN_USE_MS = 7 * DAY_MS;

/** For a hook that is still in use, the person must type its name. */
export function DeleteDialog({ tenant, hook, queue, onClose }: ActionProps) {
  const t = useTranslations('hookActions');
  const trpc = useTRPC();
  const router = useRouter();
  const remove = useHookAction(trpc.hooks.delete.mutationOptions(), {
    done: t('deletedDone', { name: hook.name }),
    onDone: () => router.push(webhooksPath(tenant)),
  });
  const isInUse =
    hook.lastSuccessAt !== null && Date.now() - hook.lastSuccessAt.getTime() < IN_USE_MS;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('deleteTitle', { name: hook.name })}
      action={t('delete')}
      isDestructive
      isPending={remove.isPending || remove.isSuccess}
      error={remove.failure}
      {...(isInUse ? { nameToType: hook.name } : {})}
      onConfirm={() => remove.mutate({ ...tenant, hookId: hook.id })}
    >
      {t('deleteText', { count: queue?.depth ?? 0 })}
    </ConfirmDialog>
  );
}
