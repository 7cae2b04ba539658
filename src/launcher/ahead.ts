import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const responsesOf = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Ends every response of a connection that closes. Node emits `close` only for the response that it is sending, so responses
 * to pipelined requests would keep their resources for ever.
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
