import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { type BodySource, readBody } from '@/server/bodies';
import { addressKey, originAddress } from '@/server/services/peer-address';
import type { RestHandler } from './handle';
import type { RestResponse } from './http';

/** Answers a request of node:http with the REST handler. */
export async function handleNodeRequest(
  handle: RestHandler,
  request: IncomingMessage,
  response: ServerResponse,
  trustedProxies: readonly string[] = [],
): Promise<void> {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  const source = bodyOf(request);
  const headers = request.headers as Record<string, string | undefined>;
  const answer = await handle({
    method: request.method ?? 'GET',
    path: decodePath(path),
    query,
    headers,
    readBody: (limit) => readBody(source, limit),
    address: () => {
      const { remoteAddress } = request.socket;
      return addressKey(originAddress(remoteAddress, headers['x-forwarded-for'], trustedProxies));
    },
  });
  const payload = await compressed(answer, headers['accept-encoding']);
  if (payload !== null) answer.headers['content-length'] = String(payload.length);
  response.writeHead(answer.status, answer.headers);
  response.end(payload ?? undefined);
}

/** A shorter answer fits into one packet. */
const COMPRESSED_FROM_BYTES = 1400;
const compress = promisify(gzip);

/** The bytes of an answer, compressed if the client can read that. Sets the headers that say so. */
async function compressed(
  { body, headers }: RestResponse,
  accepted: string | undefined,
): Promise<Buffer | null> {
  if (body === null) return null;
  const bytes = Buffer.from(body);
  if (bytes.length < COMPRESSED_FROM_BYTES) return bytes;
  headers.vary = 'Accept-Encoding';
  if (!/\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted ?? '')) return bytes;
  headers['content-encoding'] = 'gzip';
  return compress(bytes, { level: constants.Z_BEST_SPEED });
}

function bodyOf(request: IncomingMessage): BodySource {
  const announced = request.headers['content-length'];
  return {
    announcedBytes: announced === undefined ? null : Number(announced),
    read: (onChunk) =>
      new Promise((done) => {
        request.on('data', (chunk: Buffer) => {
          if (onChunk(chunk)) return;
          request.pause();
          done('stopped');
        });
        request.on('end', () => done('ended'));
        request.on('error', () => done('aborted'));
        request.on('close', () => done('aborted'));
      }),
  };
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
