/**
 * Where calls that were refused because the session had ended wait until there is one again. Somebody
 * has to watch, with a way to sign in; without, nothing waits.
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

  /** Calls `go` once there is a session again; null if nobody watches. Else, how to stop waiting. */
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
