'use client';

import { useSyncExternalStore } from 'react';

type Toast = { id: number; text: string };

const SHOWN_MS = 6_000;
const listeners = new Set<() => void>();
const NONE: Toast | null = null;
let current: Toast | null = NONE;

function set(next: Toast | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Shows for a moment what has been done. A message that needs an action does not belong here. */
export function toast(text: string): void {
  const id = (current?.id ?? 0) + 1;
  set({ id, text });
  setTimeout(() => current?.id === id && set(null), SHOWN_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The place of all toasts: rendered once, around all pages. */
export function Toaster() {
  const shown = useSyncExternalStore(
    subscribe,
    () => current,
    () => NONE,
  );
  return (
    <div
      role="status"
      className="pointer-events-none fixed right-4 bottom-4 left-4 z-50 flex justify-end"
    >
      {shown ? (
        <p
          key={shown.id}
          className="max-w-md rounded-md bg-primary px-4 py-2 text-primary-ink text-sm shadow-lg"
        >
          {shown.text}
        </p>
      ) : null}
    </div>
  );
}
