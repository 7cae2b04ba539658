import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False while the page is what the server sent: for what the server can't know, such as the age of its answer. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
