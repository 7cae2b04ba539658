export type CoalescerOptions<Key> = {
  windowMs: number;
  run: (key: Key) => Promise<void>;
  /** Called after a failure. Returns the delay until the next try of the key, or null to give up. */
  onError: (error: unknown, key: Key) => number | null;
};

type KeyState = { isDirty: boolean; inFlight: Promise<void> | null; timer: NodeJS.Timeout | null };

/**
 * Runs an action at once when its key is first touched, and at most once per window while it is touched again. Every
 * touch is followed by a run that starts after it, so touches coalesce and none is lost.
 */
export function createCoalescer<Key>({ windowMs, run, onError }: CoalescerOptions<Key>) {
  const states = new Map<Key, KeyState>();

  function next(key: Key, state: KeyState): void {
    if (state.inFlight !== null || state.timer !== null) return;
    if (state.isDirty) begin(key, state);
    else states.delete(key);
  }

  function wait(key: Key, state: KeyState, delayMs: number): void {
    if (state.timer !== null) clearTimeout(state.timer);
    state.timer = setTimeout(() => {
      state.timer = null;
      next(key, state);
    }, delayMs);
  }

  function begin(key: Key, state: KeyState): void {
    state.isDirty = false;
    wait(key, state, windowMs);
    state.inFlight = run(key)
      .catch((error: unknown) => {
        const retryMs = onError(error, key);
        if (retryMs === null) return;
        state.isDirty = true;
        wait(key, state, retryMs);
      })
      .finally(() => {
        state.inFlight = null;
        next(key, state);
      });
  }

  async function flushKey(key: Key, state: KeyState): Promise<void> {
    await state.inFlight;
    if (state.timer !== null) clearTimeout(state.timer);
    state.timer = null;
    next(key, state);
    await state.inFlight;
  }

  return {
    touch(key: Key): void {
      const state = states.get(key) ?? { isDirty: false, inFlight: null, timer: null };
      states.set(key, state);
      state.isDirty = true;
      next(key, state);
    },
    /**
     * Runs now the actions that wait for their windows, and resolves when they have ended, with or without an error.
     */
    async flush(): Promise<void> {
      await Promise.all([...states].map(([key, state]) => flushKey(key, state)));
    },
    /** Drops the actions that wait. */
    close(): void {
      for (const state of states.values()) if (state.timer !== null) clearTimeout(state.timer);
      states.clear();
    },
  };
}
