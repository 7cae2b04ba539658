import type { IncomingMessage, ServerResponse } from 'node:http';

/** So much is read after the answer: some clients look for it only when they have sent everything. */
const DRAINED_BYTES_MAX = 4 * 1024 * 1024;
const LOOK_EVERY_MS = 25;
/** For the answer to be read, by a client that waits to send more. */
const GRACE_MS = 500;

/** Ends the connection of a client that sends on after its answer: a body costs as much to throw away as to take. */
export function endUnread(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    const { socket } = request;
    if (request.complete || socket.destroyed) return;
    const before = socket.bytesRead;
    const look = setInterval(() => {
      if (request.complete) clearInterval(look);
      else if (socket.bytesRead - before > DRAINED_BYTES_MAX) {
        clearInterval(look);
        socket.pause();
        setTimeout(() => socket.destroy(), GRACE_MS);
      }
    }, LOOK_EVERY_MS);
    socket.once('close', () => clearInterval(look));
  });
}
