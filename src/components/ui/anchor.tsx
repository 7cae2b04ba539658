'use client';

import { type Ref, type RefObject, useImperativeHandle } from 'react';

/** What a menu or popover and the button that opens it know of each other. */
export type Anchored = {
  isOpen: boolean;
  /** A menu that a key opened has its first item in focus. */
  setOpen: (isOpen: boolean, isByKey?: boolean) => void;
  wasOpenedByKey: RefObject<boolean>;
  button: RefObject<HTMLButtonElement | null>;
  ids: { button: string; content: string };
};

/** Stands for the button where Radix wants a trigger of its own around it. */
export function AnchorOf({ anchored, ref }: { anchored: Anchored; ref?: Ref<HTMLButtonElement> }) {
  useImperativeHandle(ref, () => anchored.button.current as HTMLButtonElement);
  return null;
}
