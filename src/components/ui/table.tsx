import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** Scrolls sideways on a narrow window, and can then be focused by keyboard. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <section
      aria-label={props['aria-label']}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
      tabIndex={0}
      className="overflow-x-auto rounded-md border border-line bg-surface"
    >
      <table className={cn('w-full text-left text-table', className)} {...props} />
    </section>
  );
}

export function HeadCell({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 whitespace-nowrap border-line border-b bg-sunken px-2 font-medium sm:px-3 text-muted text-xs',
        className,
      )}
      {...props}
    />
  );
}

export function Row({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn(
        'relative h-10 border-line border-b last:border-b-0 hover:bg-sunken',
        className,
      )}
      {...props}
    />
  );
}

export function Cell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('px-2 py-2 sm:px-3', className)} {...props} />;
}
