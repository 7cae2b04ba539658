import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drawn, pick } from '../support/random';

/** How one hook is set, and how its receiver behaves. */
export type Endpoint = {
  name: string;
  isInOrder: boolean;
  maxInFlight: number;
  /** The share of first attempts that go wrong. */
  failing: number;
  /** The longest that a good answer takes. */
  slowMs: number;
  /** The share of first attempts that are answered 410, which disables the hook. */
  gone: number;
  /** Whether an operator disables it, discards its queue and sends again what is finished. */
  isOperated: boolean;
};

export type Fate = 'accepted' | 'refused' | 'reset' | 'silent' | 'gone';

/** One request as it came. All times are this process's. */
export type Receipt = {
  endpoint: number;
  webhookId: string;
  attempt: number;
  arrivedMs: number;
  /** When a 2xx was written; null if none was. */
  acceptedMs: number | null;
  /** When the exchange was over, for whatever reason; null while it is open. */
  closedMs: number | null;
  fate: Fate;
};

/** From the fourth attempt on everything is accepted, so that no back-off grows long. */
const GOOD_FROM_ATTEMPT = 4;

/** The receivers of all hooks on one port, told apart by their path. They remember every request. */
export async function startReceivers(endpoints: readonly Endpoint[], seed: number) {
  const receipts: Receipt[] = [];
  let mode: 'as drawn' | 'silent' | 'healed' = 'as drawn';

  function fateOf(endpoint: Endpoint, receipt: Receipt, resource: string): [Fate, number] {
    if (mode === 'silent') return ['silent', 0];
    if (mode === 'healed' || receipt.attempt >= GOOD_FROM_ATTEMPT) return ['accepted', 0];
    const random = drawn(seed, `${endpoint.name} ${resource} ${receipt.attempt}`);
    if (random() < endpoint.gone) return ['gone', 0];
    if (random() < endpoint.failing) {
      return [pick(random, ['refused', 'refused', 'reset', 'silent'] as const), 0];
    }
    return ['accepted', random() * endpoint.slowMs];
  }

  function answer(request: IncomingMessage, response: ServerResponse, receipt: Receipt): void {
    if (response.destroyed) return;
    if (receipt.fate === 'reset') request.socket.resetAndDestroy();
    if (receipt.fate === 'refused') response.writeHead(500).end();
    if (receipt.fate === 'gone') response.writeHead(410).end();
    if (receipt.fate === 'accepted') {
      receipt.acceptedMs = Date.now();
      response.writeHead(200).end();
    }
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', () => {
      const number = Number(request.url?.slice(1));
      const endpoint = endpoints[number];
      if (!endpoint) throw new Error(`no endpoint ${request.url}`);
      const receipt: Receipt = {
        endpoint: number,
        webhookId: String(request.headers['webhook-id']),
        attempt: Number(request.headers['webhook-attempt']),
        arrivedMs: Date.now(),
        acceptedMs: null,
        closedMs: null,
        fate: 'silent',
      };
      receipts.push(receipt);
      const { resource_id: resource } = JSON.parse(Buffer.concat(chunks).toString());
      const [fate, delayMs] = fateOf(endpoint, receipt, String(resource));
      receipt.fate = fate;
      response.on('close', () => {
        receipt.closedMs = Date.now();
      });
      if (delayMs < 1) answer(request, response, receipt);
      else setTimeout(() => answer(request, response, receipt), delayMs);
    });
  });
  // Longer than the run: only the sender and the fates end connections.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  return {
    receipts,
    url: (endpoint: number) => `http://127.0.0.1:${port}/${endpoint}`,
    /** From now on nothing is answered: what is sent stays out. */
    fallSilent() {
      mode = 'silent';
    },
    /** From now on everything is accepted at once. */
    heal() {
      mode = 'healed';
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export type Receivers = Awaited<ReturnType<typeof startReceivers>>;
