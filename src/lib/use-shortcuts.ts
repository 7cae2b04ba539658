'use client';

import { useEffect } from 'react';
import { areShortcutsOn, isTyping } from './shortcuts';

/** Handles single keys anywhere on the page, unless the person types, a dialog is open, or shortcuts are off. */
export function useShortcuts(keys: Record<string, () => void>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || !areShortcutsOn()) return;
      if (document.querySelector('[role=dialog], [role=menu]') !== null) return;
      const act = keys[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [keys]);
}
