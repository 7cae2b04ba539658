'use client';

import { type ComponentProps, useEffect, useRef } from 'react';
import { cn } from '@/lib/cn';

export type CheckState = boolean | 'mixed';

/** The browser's own box, which screen readers know. `mixed` means that only some of its parts are checked. */
export function Checkbox({
  state,
  onStateChange,
  className,
  ...props
}: Omit<ComponentProps<'input'>, 'type' | 'checked' | 'onChange'> & {
  state: CheckState;
  onStateChange: (checked: boolean) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // No attribute exists for this, so React cannot set it.
    if (box.current) box.current.indeterminate = state === 'mixed';
  }, [state]);
  return (
    <input
      ref={box}
      type="checkbox"
      checked={state === true}
      onChange={(event) => onStateChange(event.target.checked)}
      className={cn('size-4 shrink-0 cursor-pointer accent-accent', className)}
      {...props}
    />
  );
}
