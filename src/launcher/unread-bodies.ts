import type { IncomingMessage, ServerResponse } from 'node:http';

/** So much is read after the answer: some clients look for it only when they have sent everything. */
const DRAINED_BYTES_MAX = 4 * 1024 * 1024;
const LOOK_EVERY_MS = 25;
/** For the answer to be read, by a client that waits to send more and may be slow: the end of the connection discards it. */
const GRACE_MS = 5_000;

/** Ends the connection of a client that sends on after its answer: a body costs as much to throw away as to take. */
export function endUnread(request: IncomingMessage, response: ServerResponse): void {
  // The framework may end the request before its answer, which then knows no socket any more.
  const { socket } = request;
  response.once('finish', () => {
    if (request.complete || socket.destroyed) return;
    const before = socket.bytesRead;
    const look = setInterval(() => {
      if (request.complete) clearInterval(look);
      else if (socket.bytesRead - before > DRAINED_BYTES_MAX) {
        clearInterval(look);
        socket.pause();
        setTimeout(() => socket.destroy(), GRACE_MS).unref();
      }
    }, LOOK_EVERY_MS);
    socket.once('close', () => clearInterval(look));
  });
}
