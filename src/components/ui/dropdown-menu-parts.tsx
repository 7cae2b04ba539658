'use client';

import { Check } from 'lucide-react';
import { DropdownMenu as Primitive } from 'radix-ui';
import type { ComponentProps, FocusEvent } from 'react';
import { cn } from '@/lib/cn';
import { type Anchored, AnchorOf } from './anchor';

export const DropdownMenuRadioGroup = Primitive.RadioGroup;

const item =
  'flex min-h-8 cursor-pointer select-none items-center gap-2 rounded px-2 py-1 text-sm outline-none data-[highlighted]:bg-sunken';

export function DropdownMenuContent({
  className,
  anchored,
  ...props
}: ComponentProps<typeof Primitive.Content> & { anchored: Anchored }) {
  const { isOpen, setOpen, wasOpenedByKey, ids } = anchored;
  // Radix handles keys only after its code has loaded, so it misses the key that loaded it.
  const enter = (event: FocusEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || !wasOpenedByKey.current) return;
    wasOpenedByKey.current = false;
    event.target.querySelector<HTMLElement>('[role^=menuitem]:not([data-disabled])')?.focus();
  };
  return (
    <Primitive.Root open={isOpen} onOpenChange={(next) => setOpen(next)}>
      <Primitive.Trigger asChild>
        <AnchorOf anchored={anchored} />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          id={ids.content}
          aria-labelledby={ids.button}
          sideOffset={6}
          align="end"
          className={cn(
            'z-50 min-w-52 rounded-md border border-line bg-surface p-1 text-ink shadow-lg',
            className,
          )}
          onFocus={enter}
          {...props}
        />
      </Primitive.Portal>
    </Primitive.Root>
  );
}

export function DropdownMenuItem({ className, ...props }: ComponentProps<typeof Primitive.Item>) {
  return <Primitive.Item className={cn(item, className)} {...props} />;
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.RadioItem>) {
  return (
    <Primitive.RadioItem className={cn(item, 'relative pl-7', className)} {...props}>
      <Primitive.ItemIndicator className="absolute left-2">
        <Check aria-hidden className="size-3.5" />
      </Primitive.ItemIndicator>
      {children}
    </Primitive.RadioItem>
  );
}

/** Stays open, so that several items can be chosen. */
export function DropdownMenuCheckboxItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.CheckboxItem>) {
  return (
    <Primitive.CheckboxItem
      className={cn(item, 'relative pl-7', className)}
      onSelect={(event) => event.preventDefault()}
      {...props}
    >
      <Primitive.ItemIndicator className="absolute left-2">
        <Check aria-hidden className="size-3.5" />
      </Primitive.ItemIndicator>
      {children}
    </Primitive.CheckboxItem>
  );
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label className={cn('px-2 py-1.5 text-muted text-xs', className)} {...props} />;
}

export function DropdownMenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 h-px bg-line" />;
}
