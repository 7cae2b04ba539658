'use client';

import {
  type ComponentProps,
  type ComponentType,
  createElement,
  useEffect,
  useSyncExternalStore,
} from 'react';

/**
 * Dialogs, panels and menus are shown when somebody asks for one, so that no page waits for their code:
 * it comes with the first sign of a person, and is there by the time that something is opened.
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
    // Without a network; asked again at the next sign.
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

/** Stands once around all pages. */
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

/** The part of that name, which is nothing until the code is there. */
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
