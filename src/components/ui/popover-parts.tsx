'use client';

import { Popover as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { type Anchored, AnchorOf } from './anchor';

export function PopoverContent({
  className,
  anchored,
  ...props
}: ComponentProps<typeof Primitive.Content> & { anchored: Anchored }) {
  return (
    <Primitive.Root open={anchored.isOpen} onOpenChange={(isOpen) => anchored.setOpen(isOpen)}>
      <Primitive.Trigger asChild>
        <AnchorOf anchored={anchored} />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          id={anchored.ids.content}
          sideOffset={6}
          align="start"
          collisionPadding={16}
          className={cn(
            'z-50 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-32px)] overflow-y-auto rounded-md border border-line bg-surface p-4 text-ink shadow-lg',
            className,
          )}
          {...props}
        />
      </Primitive.Portal>
    </Primitive.Root>
  );
}
