'use client';

import { useQuery } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { useAccess, webhooksPath } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import type { ActionProps } from './action-props';
import { ApiDialog } from './api-dialog';
import { DeleteDialog } from './delete-dialog';
import { DisableDialog } from './disable-dialog';
import { DiscardDialog } from './discard-dialog';
import { EnableDialog } from './enable-dialog';
import { RedeliverDialog } from './redeliver-dialog';
import { RotateDialog } from './rotate-dialog';
import { TestDialog } from './test-dialog';

const DIALOGS = {
  enable: EnableDialog,
  disable: DisableDialog,
  discard: DiscardDialog,
  redeliver: RedeliverDialog,
  rotate: RotateDialog,
  test: TestDialog,
  api: ApiDialog,
  delete: DeleteDialog,
};

export type Action = keyof typeof DIALOGS;

/** The dialog of an action. It is mounted while it is open, so that it always starts with a fresh state. */
export function ActionDialog({
  action,
  ...props
}: Omit<ActionProps, 'queue'> & { action: Action }) {
  const trpc = useTRPC();
  const address = { ...props.tenant, hookId: props.hook.id };
  // The page's count can be some seconds old, and the reader decides by it.
  const queue = useQuery(trpc.hooks.queue.queryOptions(address, { refetchOnMount: 'always' }));
  if (!queue.isFetchedAfterMount && queue.failureCount === 0) return null;
  const Dialog = DIALOGS[action];
  return <Dialog {...props} queue={queue.data} />;
}

/** The actions that the reader may do on a hook: buttons for the main ones, a menu for the rest. */
export function HookActions({
  tenant,
  hook,
  queue,
  onAction,
}: Omit<ActionProps, 'onClose'> & { onAction: (action: Action) => void }) {
  const t = useTranslations('hookActions');
  const { canWriteDeliveries, canWriteHooks } = useAccess();
  const isEnabled = hook.status === 'active';
  // A dialog that opens while the menu is still open would give the focus back to a removed item.
  const chosen = useRef<Action | null>(null);
  const choose = (action: Action) => () => {
    chosen.current = action;
  };

  if (!canWriteHooks) {
    return (
      <Button variant="outline" onClick={() => onAction('api')}>
        {t('api')}
      </Button>
    );
  }
  return (
    <>
      {isEnabled ? (
        <Button variant="outline" onClick={() => onAction('test')}>
          {t('test')}
        </Button>
      ) : (
        <Button onClick={() => onAction('enable')}>{t('enable')}</Button>
      )}
      <Button variant="outline" asChild>
        <Link href={`${webhooksPath(tenant)}/${hook.id}/edit`}>{t('edit')}</Link>
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="outline" size="icon" className="size-9" aria-label={t('more')}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent
          onCloseAutoFocus={() => {
            if (chosen.current !== null) onAction(chosen.current);
            chosen.current = null;
          }}
        >
          {isEnabled ? (
            <DropdownMenuItem onSelect={choose('disable')}>{t('disable')}</DropdownMenuItem>
          ) : null}
          {queue !== undefined && queue.depth > 0 ? (
            <DropdownMenuItem onSelect={choose('discard')}>
              {t('discard', { count: queue.depth })}
            </DropdownMenuItem>
          ) : null}
          {canWriteDeliveries ? (
            <DropdownMenuItem onSelect={choose('redeliver')}>{t('redeliver')}</DropdownMenuItem>
          ) : null}
          <DropdownMenuItem onSelect={choose('rotate')}>{t('rotate')}</DropdownMenuItem>
          <DropdownMenuItem onSelect={choose('api')}>{t('api')}</DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={choose('delete')} className="text-failed">
            {t('delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </>
  );
}
