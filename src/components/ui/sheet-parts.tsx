'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { Button } from './button';

export const SheetTitle = Primitive.Title;

/** A panel at the window's right edge, above its page. On a phone it takes the full width. */
export function SheetContent({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className="fixed inset-0 z-40 bg-black/30" />
      <Primitive.Content
        // The content is too long for one description.
        aria-describedby={undefined}
        className={cn(
          'fixed inset-y-0 right-0 z-40 w-full overflow-y-auto border-line border-l bg-canvas text-ink shadow-lg outline-none sm:w-[min(880px,92vw)]',
          className,
        )}
        {...props}
      >
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function SheetClose() {
  const t = useTranslations('sheet');
  return (
    <Primitive.Close asChild>
      <Button variant="quiet" size="icon" aria-label={t('close')}>
        <X aria-hidden />
      </Button>
    </Primitive.Close>
  );
}
