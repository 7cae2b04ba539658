import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

type Sent = {
  method: string;
  target: string;
  headers: Record<string, string>;
  payload: string | Uint8Array | null;
};
export type Received = { status: number; headers: IncomingHttpHeaders; text: string };

/** No request here takes a tenth of it. */
const HUNG_MS = 15_000;

/** Sends requests that no client library would send. @throws if there is no answer in time */
export function send(origin: string, agent: Agent, sent: Sent): Promise<Received> {
  const { method, target, headers, payload } = sent;
  const { hostname, port } = new URL(origin);
  const length = payload === null ? {} : { 'content-length': Buffer.byteLength(payload) };
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      hostname,
      port,
      method,
      path: target,
      headers: { ...headers, ...length },
    };
    const outgoing = request({ ...options, signal: AbortSignal.timeout(HUNG_MS) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(payload ?? undefined);
  });
}
