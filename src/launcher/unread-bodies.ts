import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * The bytes that are still read after the answer, because some clients look for it only when they have sent everything.
 */
const DRAINED_BYTES_MAX = 4 * 1024 * 1024;
const LOOK_EVERY_MS = 25;
/** The time for a slow client that still sends to read the answer, because the end of the connection discards it. */
const GRACE_MS = 5_000;

/**
 * Ends the connection of a client that still sends after its answer, because discarding a body costs as much as reading
 * it.
 */
export function endUnread(request: IncomingMessage, response: ServerResponse): void {
  // The framework may end the request before its answer. Then the request no longer has its socket.
  const { socket } = request;
  response.once('finish', () => {
    if (request.complete || socket.destroyed) return;
    const before = socket.bytesRead;
    const look = setInterval(() => {
      if (request.complete || socket.destroyed) clearInterval(look);
      else if (socket.bytesRead - before > DRAINED_BYTES_MAX) {
        clearInterval(look);
        socket.pause();
        setTimeout(() => socket.destroy(), GRACE_MS).unref();
      }
    }, LOOK_EVERY_MS);
  });
}
