'use client';

import {
  type ComponentProps,
  type ComponentType,
  createElement,
  useEffect,
  useSyncExternalStore,
} from 'react';

/**
 * The code of dialogs, panels and menus is loaded at the first sign of a person, so that no page waits for it. It is
 * there before one is opened.
 */
const load = () => import('./overlay-parts');

type Parts = Awaited<ReturnType<typeof load>>;

let parts: Parts | null = null;
let isLoading = false;
const watchers = new Set<() => void>();

export function loadOverlays(): void {
  if (isLoading || parts !== null) return;
  isLoading = true;
  load().then(
    (loaded) => {
      parts = loaded;
      for (const watcher of watchers) watcher();
    },
    // There was no network. The next sign loads it again.
    () => {
      isLoading = false;
    },
  );
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/** Rendered once, around all pages. */
export function OverlayLoader() {
  useEffect(() => {
    for (const sign of SIGNS) window.addEventListener(sign, loadOverlays, { passive: true });
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, loadOverlays);
    };
  }, []);
  return null;
}

type Name = keyof Parts;

/** The part of that name, which renders nothing until the code is loaded. */
export function overlayPart<Key extends Name>(name: Key) {
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each, as its module loads
  return function OverlayPart(props: ComponentProps<Parts[Key]>) {
    const loaded = useSyncExternalStore(
      watch,
      () => parts,
      () => null,
    );
    if (loaded === null) return null;
    return createElement(loaded[name] as ComponentType<object>, props as object);
  };
}
