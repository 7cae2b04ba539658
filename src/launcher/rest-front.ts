import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RuntimeEnv } from '@/env';

export type RestFront = {
  /** False if the path is not one of its own; then the response is untouched. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): Promise<void>;
};

/** Connects the REST adapter to the node:http front. */
export function openRestFront(_env: RuntimeEnv): RestFront {
  return { handle: async () => false, close: async () => {} };
}
