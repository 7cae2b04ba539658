'use client';

import type { ComponentProps, KeyboardEvent, PointerEvent } from 'react';
import { AnchoredRoot, AnchoredTrigger, useAnchored } from './anchored';
import { overlayPart } from './overlay';

export const DropdownMenu = AnchoredRoot;

/** Opens on press, not on release, as menus do. */
export function DropdownMenuTrigger(
  props: Omit<ComponentProps<typeof AnchoredTrigger>, 'opens' | 'onPointerDown' | 'onKeyDown'>,
) {
  const { isOpen, setOpen } = useAnchored();
  const press = (event: PointerEvent) => {
    if (event.button !== 0 || event.ctrlKey) return;
    // The focus moves into the menu.
    event.preventDefault();
    setOpen(!isOpen);
  };
  const type = (event: KeyboardEvent) => {
    if (!['Enter', ' ', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    setOpen(event.key === 'ArrowDown' || !isOpen, true);
  };
  return <AnchoredTrigger {...props} opens="menu" onPointerDown={press} onKeyDown={type} />;
}

const Content = overlayPart('DropdownMenuContent');

export function DropdownMenuContent(props: Omit<ComponentProps<typeof Content>, 'anchored'>) {
  return <Content {...props} anchored={useAnchored()} />;
}

export const DropdownMenuRadioGroup = overlayPart('DropdownMenuRadioGroup');
export const DropdownMenuItem = overlayPart('DropdownMenuItem');
export const DropdownMenuRadioItem = overlayPart('DropdownMenuRadioItem');
export const DropdownMenuCheckboxItem = overlayPart('DropdownMenuCheckboxItem');
export const DropdownMenuLabel = overlayPart('DropdownMenuLabel');
export const DropdownMenuSeparator = overlayPart('DropdownMenuSeparator');
