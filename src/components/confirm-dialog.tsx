'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Field } from './field';
import { Button } from './ui/button';
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogTitle } from './ui/dialog';
import { Input } from './ui/input';

/** Names an object and the consequence. The button names the action, with its count if there is one. */
export function ConfirmDialog({
  isOpen,
  onOpenChange,
  title,
  children,
  action,
  cancel,
  onConfirm,
  isPending = false,
  isDestructive = false,
  nameToType,
  error,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** The consequence, in a sentence. */
  children: React.ReactNode;
  action: string;
  cancel?: string;
  onConfirm: () => void;
  isPending?: boolean;
  isDestructive?: boolean;
  /** Required if the loss would be great. */
  nameToType?: string;
  error?: string | null | undefined;
}) {
  const t = useTranslations('dialog');
  const [typed, setTyped] = useState('');
  const isBlocked = isPending || (nameToType !== undefined && typed.trim() !== nameToType.trim());
  const close = (open: boolean) => {
    setTyped('');
    onOpenChange(open);
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    // In React's tree, the dialog is inside the form that opened it, which must not get the event.
    event.stopPropagation();
    if (!isBlocked) onConfirm();
  };
  return (
    <Dialog open={isOpen} onOpenChange={close}>
      <DialogContent>
        <form onSubmit={submit} className="flex flex-col gap-4">
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription asChild>
            <div>{children}</div>
          </DialogDescription>
          {nameToType === undefined ? null : (
            <Field label={t('typeName', { name: nameToType })}>
              {(control) => (
                <Input
                  {...control}
                  autoComplete="off"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              )}
            </Field>
          )}
          {error ? (
            <p role="alert" className="text-failed text-table">
              {error}
            </p>
          ) : null}
          <DialogFooter>
            <Button variant="outline" onClick={() => close(false)}>
              {cancel ?? t('cancel')}
            </Button>
            <Button
              type="submit"
              variant={isDestructive ? 'destructive' : 'primary'}
              aria-disabled={isBlocked}
            >
              {action}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
