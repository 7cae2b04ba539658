'use client';

import { Slot } from 'radix-ui';
import { type ComponentProps, createContext, use, useId, useMemo, useRef, useState } from 'react';
import type { Anchored } from './anchor';
import { loadOverlays } from './overlay';

const AnchoredContext = createContext<Anchored | null>(null);

export function useAnchored(): Anchored {
  const anchored = use(AnchoredContext);
  if (anchored === null) throw new Error('A menu or popover belongs around this');
  return anchored;
}

/** `open` is for a caller that controls the state itself. */
export function AnchoredRoot({
  open,
  onOpenChange,
  children,
}: {
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: React.ReactNode;
}) {
  const [isOwnOpen, setOwnOpen] = useState(false);
  const isOpen = open ?? isOwnOpen;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const wasOpenedByKey = useRef(false);
  const anchored = useMemo(
    () => ({
      isOpen,
      setOpen: (next: boolean, isByKey = false) => {
        if (next) loadOverlays();
        wasOpenedByKey.current = isByKey;
        setOwnOpen(next);
        onOpenChange?.(next);
      },
      wasOpenedByKey,
      button,
      ids: { button: `${id}button`, content: `${id}content` },
    }),
    [isOpen, onOpenChange, id],
  );
  return <AnchoredContext value={anchored}>{children}</AnchoredContext>;
}

/** The button, rendered from the start. `opens` names the opened element's kind for a screen reader. */
export function AnchoredTrigger({
  opens,
  asChild = false,
  ...props
}: ComponentProps<'button'> & { opens: 'menu' | 'dialog'; asChild?: boolean }) {
  const { isOpen, button, ids } = useAnchored();
  const Button = asChild ? Slot.Root : 'button';
  return (
    <Button
      {...(asChild ? {} : { type: 'button' as const })}
      ref={button}
      id={ids.button}
      aria-haspopup={opens}
      aria-expanded={isOpen}
      aria-controls={isOpen ? ids.content : undefined}
      data-state={isOpen ? 'open' : 'closed'}
      {...props}
    />
  );
}
