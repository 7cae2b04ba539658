'use client';

import { Dialog } from './dialog';
import { overlayPart } from './overlay';

export const Sheet = Dialog;
export const SheetTitle = overlayPart('SheetTitle');
export const SheetContent = overlayPart('SheetContent');
export const SheetClose = overlayPart('SheetClose');
