/**
 * Holds the calls that were refused because the session had ended, until there is a session again. Calls wait only if a
 * watcher offers a way to sign in.
 */
let watchers = 0;
let waiting: (() => void)[] = [];
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

export const sessionGate = {
  isClosed: () => waiting.length > 0,

  watch(listener: () => void): () => void {
    listeners.add(listener);
    watchers += 1;
    return () => {
      listeners.delete(listener);
      watchers -= 1;
    };
  },

  /** Calls `go` once there is a session again. Returns a function that stops the wait, or null without a watcher. */
  wait(go: () => void): (() => void) | null {
    if (watchers === 0) return null;
    waiting.push(go);
    changed();
    return () => {
      waiting = waiting.filter((each) => each !== go);
      changed();
    };
  },

  open(): void {
    const all = waiting;
    waiting = [];
    changed();
    for (const go of all) go();
  },
};
