import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createGzip, gzip } from 'node:zlib';
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
  const { body } = answer;
  const isGzipped = acceptsGzip(headers['accept-encoding']);
  if (body !== null && typeof body !== 'string') {
    await writeParts(headers.authorization ?? '', response, { ...answer, body }, isGzipped);
    return;
  }
  const payload = body === null ? null : await compressed(body, answer.headers, isGzipped);
  if (payload !== null) answer.headers['content-length'] = String(payload.length);
  response.writeHead(answer.status, answer.headers);
  response.end(payload ?? undefined);
}

/** The connection of a client that reads no part for this time is ended. */
const STALLED_MS = 60_000;
/** The most answers in parts that clients read at a time, each with a part or two in memory. */
const IN_PARTS_MAX = 24;
/** By the client's token. */
const inParts = new Map<string, Set<ServerResponse>>();

/** Ends the oldest answer of the client with the most, where there are too many. */
function makeRoom(): void {
  const all = [...inParts.values()];
  if (all.reduce((sum, { size }) => sum + size, 0) < IN_PARTS_MAX) return;
  const [oldest] = all.reduce((most, one) => (one.size > most.size ? one : most));
  oldest?.destroy();
}

async function writeParts(
  client: string,
  response: ServerResponse,
  { status, headers, body }: RestResponse & { body: AsyncIterable<string> },
  isGzipped: boolean,
): Promise<void> {
  makeRoom();
  const own = inParts.get(client) ?? new Set();
  inParts.set(client, own.add(response));
  response.setTimeout(STALLED_MS, () => response.destroy());
  response.writeHead(status, {
    ...headers,
    ...(isGzipped ? { 'content-encoding': 'gzip' } : {}),
  });
  try {
    const texts = Readable.from(body, { objectMode: true, highWaterMark: 1 });
    if (isGzipped) await pipeline(texts, createGzip({ level: constants.Z_BEST_SPEED }), response);
    else await pipeline(texts, response);
  } catch {
    // The status is already sent, so only a broken connection shows the client that the text is incomplete.
    response.destroy();
  } finally {
    own.delete(response);
    if (own.size === 0) inParts.delete(client);
  }
}

/** A shorter answer fits into one packet. */
const COMPRESSED_FROM_BYTES = 1400;
const compress = promisify(gzip);

const acceptsGzip = (accepted = ''): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted);

/** The bytes of an answer. Its headers say whether they are compressed. */
async function compressed(
  text: string,
  headers: RestResponse['headers'],
  isGzipped: boolean,
): Promise<Buffer> {
  const bytes = Buffer.from(text);
  if (bytes.length < COMPRESSED_FROM_BYTES || !isGzipped) return bytes;
  headers['content-encoding'] = 'gzip';
  return compress(bytes, { level: constants.Z_BEST_SPEED });
}

function bodyOf(request: IncomingMessage): BodySource {
  const announced = request.headers['content-length'];
  return {
    announcedBytes: announced === undefined ? null : Number(announced),
    read: (onChunk) =>
      new Promise((done) => {
        // The client left before the reading began, so no event comes any more.
        if (request.destroyed) return done('aborted');
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
