import { type EngineEvent, parseEvents } from './event';

/**
 * A `fetch` for the SDK's client that stays in this process. Events and the registration go to the two callbacks. It
 * answers nothing else, so that no call leaves the process unnoticed.
 */
export function createEngineFetch(sink: {
  /** Takes the events and returns their ids. */
  onEvents: (events: EngineEvent[]) => string[];
  onRegistration: (body: unknown) => void;
}): typeof fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    const { pathname } = new URL(request.url);
    if (request.method === 'POST' && pathname.startsWith('/e/')) {
      const events = parseEvents(await request.json());
      if (events === null) {
        return Response.json({ status: 400, error: 'An event needs a name' }, { status: 400 });
      }
      return Response.json({ status: 200, ids: sink.onEvents(events) });
    }
    if (request.method === 'POST' && pathname === '/fn/register') {
      sink.onRegistration(await request.json());
      return Response.json({ status: 200, modified: true });
    }
    return Response.json(
      { status: 501, error: `The embedded engine does not serve ${request.method} ${pathname}` },
      { status: 501 },
    );
  };
}
