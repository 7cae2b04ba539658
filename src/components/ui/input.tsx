import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** 16 px on phones, because the browser zooms in on a smaller one. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return (
    <input
      className={cn(
        'h-9 w-full min-w-0 rounded-md border border-outline bg-surface px-3 text-base text-ink placeholder:text-muted sm:text-sm',
        className,
      )}
      {...props}
    />
  );
}
