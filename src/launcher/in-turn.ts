import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The most requests that a client may send ahead on one connection. */
const AHEAD_MAX = 8;

type Line = { isBusy: boolean; waiting: (() => void)[] };

const lines = new WeakMap<Socket, Line>();

/**
 * Begins the work for a request when the connection's earlier answers are sent. Otherwise one connection with pipelined
 * requests would have any number of answers in memory, and its client need not read them. A request whose connection
 * ends before its turn, or before `pace` starts it, never begins: nobody would report the end of its answer any more.
 */
export function inTurn(
  { socket }: Pick<IncomingMessage, 'socket'>,
  response: ServerResponse,
  pace: (start: () => void) => void,
  work: () => void,
): void {
  const line = lines.get(socket) ?? { isBusy: false, waiting: [] };
  lines.set(socket, line);
  const next = () => {
    line.isBusy = false;
    if (!socket.destroyed) line.waiting.shift()?.();
  };
  const begin = () => {
    line.isBusy = true;
    // In the next turn of the event loop, so that other connections are read in between.
    response.once('close', () => setImmediate(next));
    pace(() => {
      if (!socket.destroyed) work();
    });
  };
  if (!line.isBusy) begin();
  else if (line.waiting.push(begin) > AHEAD_MAX) socket.destroy();
}
