import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RuntimeEnv } from '@/env';
import { container } from '@/server/container';
import { handleNodeRequest } from '@/server/rest/node';
import { restHandler } from '@/server/rest/web';

export type RestFront = {
  /** False if the path is not one of its own. Then the response is untouched. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): Promise<void>;
};

/** Connects the REST adapter to the node:http front. */
export function openRestFront({ trustedProxies }: RuntimeEnv): RestFront {
  const handler = restHandler();
  return {
    handle: async (request, response) => {
      await handleNodeRequest(handler, request, response, trustedProxies);
      return true;
    },
    close: () => container().close(),
  };
}
