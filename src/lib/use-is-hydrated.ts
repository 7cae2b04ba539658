import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * False while the page shows the server's HTML, for values that the server cannot know, such as the age of its answer.
 */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
