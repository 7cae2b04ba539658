'use client';

import { type ComponentProps, useEffect } from 'react';
import { cn } from '@/lib/cn';
import { loadOverlays, overlayPart } from './overlay';

const Root = overlayPart('DialogRoot');

/** A dialog that another part of the page opens. */
export function Dialog(props: ComponentProps<typeof Root>) {
  const { open } = props;
  useEffect(() => {
    if (open) loadOverlays();
  }, [open]);
  return <Root {...props} />;
}

export const DialogContent = overlayPart('DialogContent');
export const DialogTitle = overlayPart('DialogTitle');
export const DialogDescription = overlayPart('DialogDescription');

/** Its buttons. The main one is last, at the right. */
export function DialogFooter({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('flex flex-wrap justify-end gap-2', className)} {...props} />;
}
