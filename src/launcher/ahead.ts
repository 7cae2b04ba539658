import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const responsesOf = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Ends a response with its connection also while it waits for those before it. Node tells the end to none but the one whose
 * turn it is: those to requests that were sent ahead would keep for ever what they hold.
 */
export function endWithConnection({ socket }: IncomingMessage, response: ServerResponse): void {
  const responses = responsesOf.get(socket) ?? openFor(socket);
  responses.add(response);
  response.once('close', () => responses.delete(response));
}

function openFor(socket: Socket): Set<ServerResponse> {
  const responses = new Set<ServerResponse>();
  responsesOf.set(socket, responses);
  socket.once('close', () => {
    for (const response of responses) {
      if (response.socket !== null || response.writableFinished) continue;
      response.destroy();
      response.emit('close');
    }
  });
  return responses;
}
