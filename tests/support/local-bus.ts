import type { Bus } from '@/server/inngest/embedded/bus';
import type { EngineEvent } from '@/server/inngest/embedded/event';

/** For a single process, which both publishes and runs. */
export function createLocalBus(): Bus {
  const listeners = new Set<(event: EngineEvent) => void>();
  return {
    publish: (event) => {
      for (const onEvent of listeners) onEvent(event);
    },
    subscribe: async (onEvent) => {
      listeners.add(onEvent);
    },
    close: async () => listeners.clear(),
  };
}
