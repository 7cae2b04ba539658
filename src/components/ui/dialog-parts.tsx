'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Primitive } from 'radix-ui';
import { type ComponentProps, useRef } from 'react';
import { cn } from '@/lib/cn';
import { Button } from './button';

export const DialogRoot = Primitive.Root;

/**
 * `isClosable` is false if a choice inside is the only way on. Returns the focus to its previous element, because Radix
 * knows only its own trigger, and other buttons and menus open these dialogs.
 */
export function DialogContent({
  className,
  children,
  isClosable = true,
  ...props
}: ComponentProps<typeof Primitive.Content> & { isClosable?: boolean }) {
  const t = useTranslations('dialog');
  const opener = useRef<Element | null>(null);
  return (
    <Primitive.Portal>
      <Primitive.Overlay className="fixed inset-0 z-50 bg-black/50" />
      <Primitive.Content
        onOpenAutoFocus={() => {
          opener.current = document.activeElement;
        }}
        onCloseAutoFocus={(event) => {
          if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return;
          event.preventDefault();
          opener.current.focus();
        }}
        className={cn(
          'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] max-w-lg -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-lg border border-line bg-surface p-6 text-ink shadow-lg',
          className,
        )}
        {...props}
      >
        {children}
        {isClosable ? (
          <Primitive.Close asChild>
            <Button variant="quiet" size="icon" className="absolute top-4 right-4">
              <X aria-hidden />
              <span className="sr-only">{t('close')}</span>
            </Button>
          </Primitive.Close>
        ) : null}
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return (
    <Primitive.Title
      className={cn('break-words pr-8 font-medium text-base', className)}
      {...props}
    />
  );
}

export function DialogDescription(props: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description className="text-muted" {...props} />;
}
