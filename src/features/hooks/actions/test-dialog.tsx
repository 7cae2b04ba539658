import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { Field } from '@/components/field';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
} from '@/components/ui/dialog';
import { Select } from '@/components/ui/select';
import { ReasonSentence, StatusBadge, useHookAction } from '@/features/events';
import { webhooksPath } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import type { ActionProps } from './action-props';

const POLL_MS = 1_000;

export function TestDialog(props: ActionProps) {
  const { tenant, hook, onClose } = props;
  const t = useTranslations('hookActions');
  const typeName = useTranslations('eventType');
  const trpc = useTRPC();
  const address = { ...tenant, hookId: hook.id };
  const [chosen, setChosen] = useState(0);
  const selected = useQuery(trpc.triggers.list.queryOptions(address)).data?.items;
  const send = useHookAction(trpc.hooks.sendTest.mutationOptions());

  if (send.data !== undefined) return <SentTest {...props} deliveryId={send.data.deliveryId} />;
  const event = selected?.[chosen];
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('testTitle')}
      action={t('test')}
      isPending={send.isPending || event === undefined}
      error={selected?.length === 0 ? t('testNothing') : send.failure}
      onConfirm={() => {
        if (event === undefined) return;
        const { resourceName, eventType } = event;
        send.mutate({ ...address, resourceName, eventType });
      }}
    >
      <div className="flex flex-col gap-4">
        <p>{t('testText')}</p>
        {selected?.length === 0 ? null : (
          <Field label={t('testEvent')}>
            {(control) => (
              <Select
                {...control}
                value={chosen}
                onChange={({ target }) => setChosen(Number(target.value))}
              >
                {selected?.map(({ id, resourceName, eventType }, n) => (
                  <option key={id} value={n}>
                    {resourceName} · {typeName(eventType)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </div>
    </ConfirmDialog>
  );
}

/** Follows the delivery until it has an outcome. */
function SentTest({ tenant, hook, onClose, deliveryId }: ActionProps & { deliveryId: number }) {
  const t = useTranslations('hookActions');
  const trpc = useTRPC();
  const delivery = useQuery(
    trpc.deliveries.get.queryOptions(
      { ...tenant, hookId: hook.id, deliveryId },
      {
        refetchInterval: ({ state }) =>
          state.data === undefined || state.data.status === 'queued' ? POLL_MS : false,
      },
    ),
  ).data;
  const status = delivery?.status ?? 'queued';
  const attempt = delivery?.attempts.at(-1);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent>
        <DialogTitle>{t('testSent')}</DialogTitle>
        <DialogDescription asChild>
          <div role="status" className="flex min-h-12 flex-col items-start gap-1">
            <StatusBadge status={status} />
            {status === 'queued' ? <p>{t('testQueued')}</p> : null}
            {status === 'delivered' ? (
              <p>{t('testDelivered', { status: attempt?.responseStatus ?? '' })}</p>
            ) : null}
            {attempt?.error ? (
              <p>
                <ReasonSentence reason={attempt.error} />
              </p>
            ) : null}
          </div>
        </DialogDescription>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            {t('close')}
          </Button>
          <Button asChild>
            <Link
              href={`${webhooksPath(tenant)}/${hook.id}/events/${deliveryId}`}
              onClick={onClose}
            >
              {t('testDetails')}
            </Link>
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
