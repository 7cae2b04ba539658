import type { Server } from 'node:http';

/** The share of the connections that may be open before idle ones are closed. */
const FULL = 0.9;

/**
 * Closes idle connections when few others fit in, because a client that opens many and keeps them would lock everyone
 * out. A client whose connection was idle opens another one.
 */
export function closeIdleWhenFull(server: Server, connectionsMax: number): void {
  let open = 0;
  server.maxConnections = connectionsMax;
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    if (open > FULL * connectionsMax) server.closeIdleConnections();
  });
}
