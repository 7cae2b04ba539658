import { type RefObject, useEffect } from 'react';
import { areShortcutsOn, isTyping } from '@/lib/shortcuts';

/** `j` and `k`, or arrows once a row has the focus, move through the rows; `r` refreshes. */
export function useTableKeys(area: RefObject<HTMLElement | null>, onRefresh: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const hasModifier = event.metaKey || event.ctrlKey || event.altKey;
      if (event.defaultPrevented || hasModifier || isTyping(event.target) || isCovered()) return;
      const rows = [...(area.current?.querySelectorAll('a[data-row]') ?? [])];
      const at = document.activeElement ? rows.indexOf(document.activeElement) : -1;
      const step = stepOf(event.key, at >= 0);
      if (step !== 0) {
        const target = rows[at < 0 ? 0 : at + step];
        if (!(target instanceof HTMLElement)) return;
        event.preventDefault();
        target.focus();
      } else if (event.key === 'r' && areShortcutsOn()) {
        onRefresh();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });
}

function stepOf(key: string, isOnRow: boolean): -1 | 0 | 1 {
  if (isOnRow && key === 'ArrowDown') return 1;
  if (isOnRow && key === 'ArrowUp') return -1;
  if (!areShortcutsOn()) return 0;
  if (key === 'j') return 1;
  return key === 'k' ? -1 : 0;
}

/** While a menu or panel is open, it gets the keys. */
function isCovered(): boolean {
  return document.querySelector('[role=dialog], [role=menu]') !== null;
}
