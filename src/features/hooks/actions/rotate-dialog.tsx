import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { Field } from '@/components/field';
import { SigningSecret } from '@/components/signing-secret';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogFooter, DialogTitle } from '@/components/ui/dialog';
import { Select } from '@/components/ui/select';
import { useHookAction } from '@/features/events';
import { useTRPC } from '@/trpc/client';
import type { ActionProps } from './action-props';

const HOUR_S = 3_600;
const OVERLAPS = [0, HOUR_S, 24 * HOUR_S, 168 * HOUR_S] as const;
const OVERLAP_DEFAULT = 24 * HOUR_S;

export function RotateDialog({ tenant, hook, onClose }: ActionProps) {
  const t = useTranslations('hookActions');
  const trpc = useTRPC();
  const [overlapSeconds, setOverlapSeconds] = useState<number>(OVERLAP_DEFAULT);
  const rotate = useHookAction(trpc.hooks.rotateSecret.mutationOptions());

  if (rotate.data !== undefined) return <NewSecret {...rotate.data} onClose={onClose} />;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={t('rotateTitle', { name: hook.name })}
      action={t('rotate')}
      isPending={rotate.isPending}
      error={rotate.failure}
      onConfirm={() => rotate.mutate({ ...tenant, hookId: hook.id, overlapSeconds })}
    >
      <div className="flex flex-col gap-4">
        <p>{t('rotateText')}</p>
        <Field label={t('overlap')} help={t('overlapHelp')}>
          {(control) => (
            <Select
              {...control}
              value={overlapSeconds}
              onChange={(event) => setOverlapSeconds(Number(event.target.value))}
            >
              {OVERLAPS.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {seconds === 0
                    ? t('overlapNone')
                    : t('overlapHours', { hours: seconds / HOUR_S })}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </ConfirmDialog>
  );
}

function NewSecret({
  signingSecret,
  previousExpiresAt,
  onClose,
}: {
  signingSecret: string;
  previousExpiresAt: Date | null;
  onClose: () => void;
}) {
  const t = useTranslations('hookActions');
  const format = useFormatter();
  return (
    <Dialog open>
      <DialogContent isClosable={false} aria-describedby={undefined}>
        <DialogTitle>{t('newSecret')}</DialogTitle>
        <SigningSecret secret={signingSecret} />
        <p className="text-muted">
          {previousExpiresAt === null
            ? t('previousEnded')
            : t('previousUntil', {
                at: `${format.dateTime(previousExpiresAt, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`,
              })}
        </p>
        <DialogFooter>
          <Button onClick={onClose}>{t('secretSaved')}</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
