'use client';

import { useSyncExternalStore } from 'react';

export const EVENT_COLUMNS = [
  'resourceName',
  'resourceId',
  'eventType',
  'eventStatus',
  'timestamp',
  'httpStatus',
  'attempts',
  'eventId',
] as const;
export type EventColumn = (typeof EVENT_COLUMNS)[number];

/** On a phone the column moves below the first one, so that the status is visible. */
export const isFoldedOnPhones = (column: EventColumn, index: number): boolean =>
  column === 'eventType' && index > 0;

const SHOWN_AT_FIRST: readonly EventColumn[] = EVENT_COLUMNS.slice(0, 5);
const KEY = 'gancho_event_columns';
const listeners = new Set<() => void>();

/** The stored text may be of another version, or missing. Unknown columns are dropped, and one column always stays. */
export function parseColumns(stored: string | null): readonly EventColumn[] {
  if (stored === null) return SHOWN_AT_FIRST;
  const names = stored.split(',');
  const columns = EVENT_COLUMNS.filter((column) => names.includes(column));
  return columns.length === 0 ? SHOWN_AT_FIRST : columns;
}

let last: { stored: string | null; columns: readonly EventColumn[] } | undefined;

function read(): readonly EventColumn[] {
  const stored = localStorage.getItem(KEY);
  // Returns the same list for the same text, because a store's snapshot must not change by itself.
  if (last === undefined || last.stored !== stored)
    last = { stored, columns: parseColumns(stored) };
  return last.columns;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** The columns that are shown, in their order, as this browser remembers them. */
export function useEventColumns() {
  const shown = useSyncExternalStore(subscribe, read, () => SHOWN_AT_FIRST);
  const toggle = (column: EventColumn) => {
    const next = EVENT_COLUMNS.filter((each) => shown.includes(each) !== (each === column));
    if (next.length === 0) return;
    localStorage.setItem(KEY, next.join(','));
    for (const listener of listeners) listener();
  };
  return { shown, toggle };
}
