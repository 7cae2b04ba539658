'use client';

import { type Ref, type RefObject, useImperativeHandle } from 'react';

/** The shared state of a menu or popover and the button that opens it. */
export type Anchored = {
  isOpen: boolean;
  /** If a key opened a menu, its first item gets the focus. */
  setOpen: (isOpen: boolean, isByKey?: boolean) => void;
  wasOpenedByKey: RefObject<boolean>;
  button: RefObject<HTMLButtonElement | null>;
  ids: { button: string; content: string };
};

/** Represents the button, because Radix wants its own trigger around it. */
export function AnchorOf({ anchored, ref }: { anchored: Anchored; ref?: Ref<HTMLButtonElement> }) {
  useImperativeHandle(ref, () => anchored.button.current as HTMLButtonElement);
  return null;
}
