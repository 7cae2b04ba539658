import { useFormatter, useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toast } from '@/components/toaster';
import { DAY_MS } from '@/domain/units';
import { useTRPC } from '@/trpc/client';
import { ClientSecret } from './client-secret';
import type { ClientView } from './client-view';
import { useClientAction } from './use-client-action';

type Props = { companyId: number; client: ClientView; publicUrl: string; onClose: () => void };

const DIALOGS = { rotate: RotateDialog, end: EndDialog, revoke: RevokeDialog };

export type Action = keyof typeof DIALOGS;

/** The dialog of an action. It is mounted while it is open, so that it always starts with a fresh state. */
export function ClientDialog({ action, ...props }: Props & { action: Action }) {
  const Dialog = DIALOGS[action];
  return <Dialog {...props} />;
}

function RotateDialog({ companyId, client, publicUrl, onClose }: Props) {
  const t = useTranslations('apiClients');
  const format = useFormatter();
  const trpc = useTRPC();
  const rotate = useClientAction(trpc.apiClients.rotateSecret.mutationOptions());
  if (rotate.data !== undefined) {
    const at = format.dateTime(rotate.data.previousSecretUntil, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    });
    return (
      <ClientSecret
        {...rotate.data}
        title={t('newSecret', { name: client.name })}
        publicUrl={publicUrl}
        onClose={onClose}
      >
        {t('previousUntil', { at: `${at} UTC` })}
      </ClientSecret>
    );
  }
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('rotateTitle', { name: client.name })}
      action={t('rotate')}
      isPending={rotate.isPending}
      error={rotate.failure}
      onConfirm={() => rotate.mutate({ companyId, apiClientId: client.id })}
    >
      {client.previousSecretUntil === null ? t('rotateText') : t('rotateAgainText')}
    </ConfirmDialog>
  );
}

function EndDialog({ companyId, client, onClose }: Props) {
  const t = useTranslations('apiClients');
  const trpc = useTRPC();
  const end = useClientAction(trpc.apiClients.endPreviousSecret.mutationOptions(), () => {
    toast(t('endDone', { name: client.name }));
    onClose();
  });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('endTitle', { name: client.name })}
      action={t('end')}
      isDestructive
      isPending={end.isPending}
      error={end.failure}
      onConfirm={() => end.mutate({ companyId, apiClientId: client.id })}
    >
      {t('endText')}
    </ConfirmDialog>
  );
}

const IN_USE_MS = 7 * DAY_MS;

/** For a client that is still in use, the person must type its name. */
function RevokeDialog({ companyId, client, onClose }: Props) {
  const t = useTranslations('apiClients');
  const trpc = useTRPC();
  const revoke = useClientAction(trpc.apiClients.revoke.mutationOptions(), () => {
    toast(t('revokeDone', { name: client.name }));
    onClose();
  });
  const isInUse =
    client.lastUsedAt !== null && Date.now() - client.lastUsedAt.getTime() < IN_USE_MS;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('revokeTitle', { name: client.name })}
      action={t('revoke')}
      isDestructive
      isPending={revoke.isPending}
      error={revoke.failure}
      {...(isInUse ? { nameToType: client.name } : {})}
      onConfirm={() => revoke.mutate({ companyId, apiClientId: client.id })}
    >
      {t('revokeText')}
    </ConfirmDialog>
  );
}
