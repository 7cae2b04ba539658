import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RestHandler } from './handle';
import { BODY_BYTES_MAX } from './http';
import { peerAddress } from './peer-address';

/** Answers a request of node:http by the REST handler. */
export async function handleNodeRequest(
  handle: RestHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  const body = await readBody(request);
  if (body === 'aborted') return;
  const headers = request.headers as Record<string, string | undefined>;
  const answer = await handle({
    method: request.method ?? 'GET',
    path: decodePath(path),
    query,
    headers,
    body: body === 'too_large' ? Buffer.alloc(BODY_BYTES_MAX + 1) : body,
    address: () => peerAddress(request.socket.remoteAddress, headers['x-forwarded-for']),
  });
  // What was not read of the request would stand in the way of the next one.
  if (body === 'too_large') answer.headers.connection = 'close';
  const payload = answer.body === null ? null : Buffer.from(answer.body);
  if (payload !== null) answer.headers['content-length'] = String(payload.length);
  response.writeHead(answer.status, answer.headers);
  response.end(payload ?? undefined);
}

/** Reads at most 1 MiB. */
function readBody(request: IncomingMessage): Promise<Buffer | null | 'too_large' | 'aborted'> {
  const { method } = request;
  if (method === 'GET' || method === 'HEAD') {
    request.resume();
    return Promise.resolve(null);
  }
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) {
    return Promise.resolve('too_large');
  }
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= BODY_BYTES_MAX) chunks.push(chunk);
      else {
        request.pause();
        done('too_large');
      }
    });
    request.on('end', () =>
      done(chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)),
    );
    request.on('error', () => done('aborted'));
    request.on('close', () => done('aborted'));
  });
}

function splitOnce(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
