'use client';

import type { ComponentProps } from 'react';
import { AnchoredRoot, AnchoredTrigger, useAnchored } from './anchored';
import { overlayPart } from './overlay';

export const Popover = AnchoredRoot;

export function PopoverTrigger(
  props: Omit<ComponentProps<typeof AnchoredTrigger>, 'opens' | 'onClick'>,
) {
  const { isOpen, setOpen } = useAnchored();
  return <AnchoredTrigger {...props} opens="dialog" onClick={() => setOpen(!isOpen)} />;
}

const Content = overlayPart('PopoverContent');

export function PopoverContent(props: Omit<ComponentProps<typeof Content>, 'anchored'>) {
  return <Content {...props} anchored={useAnchored()} />;
}
