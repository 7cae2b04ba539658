import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drawn, pick, seeded } from '../support/random';
import type { Endpoint } from './endpoints';

export type Outcome = 'accepted' | 'refused' | 'reset' | 'silent' | 'gone';

/** One request as it came. All times are this process's. */
export type Receipt = {
  endpoint: number;
  webhookId: string;
  attempt: number;
  /** The digest of its body. */
  body: string;
  arrivedMs: number;
  /** The time when a 2xx was written; null if none was. */
  acceptedMs: number | null;
  /** The time when the exchange ended, for any reason; null while it is open. */
  closedMs: number | null;
  outcome: Outcome;
};

/** From the fourth attempt on everything is accepted, so that no back-off grows long. */
const GOOD_FROM_ATTEMPT = 4;

/** A flapping receiver is good and bad in turn, each for such a time. */
const FLAP_MS = { from: 100, to: 500 };

/** The receivers of all hooks on one port, distinguished by their path. They remember every request. */
export async function startReceivers(endpoints: readonly Endpoint[], seed: number) {
  const receipts: Receipt[] = [];
  const dead = new Set<number>();
  let mode: 'as drawn' | 'silent' | 'healed' = 'as drawn';
  let isBad = false;
  const flapping = seeded(seed);
  let flap: NodeJS.Timeout;
  function turn(): void {
    isBad = !isBad;
    flap = setTimeout(turn, FLAP_MS.from + flapping() * (FLAP_MS.to - FLAP_MS.from));
  }
  turn();

  function outcomeOf(endpoint: Endpoint, receipt: Receipt, resource: string): [Outcome, number] {
    if (mode === 'silent') return ['silent', 0];
    if (mode === 'healed') return ['accepted', 0];
    if (dead.has(receipt.endpoint)) return ['refused', 0];
    const random = drawn(seed, `${endpoint.name} ${resource} ${receipt.attempt}`);
    if (endpoint.isFlapping && isBad) {
      if (random() < endpoint.gone) return ['gone', 0];
      return [pick(random, ['refused', 'refused', 'refused', 'reset'] as const), 0];
    }
    if (receipt.attempt >= GOOD_FROM_ATTEMPT) return ['accepted', 0];
    if (endpoint.isFlapping) return ['accepted', random() * endpoint.slowMs];
    if (random() < endpoint.gone) return ['gone', 0];
    if (random() < endpoint.failing) {
      return [pick(random, ['refused', 'refused', 'reset', 'silent'] as const), 0];
    }
    return ['accepted', random() * endpoint.slowMs];
  }

  function answer(request: IncomingMessage, response: ServerResponse, receipt: Receipt): void {
    if (response.destroyed) return;
    if (receipt.outcome === 'reset') request.socket.resetAndDestroy();
    if (receipt.outcome === 'refused') response.writeHead(500).end();
    if (receipt.outcome === 'gone') response.writeHead(410).end();
    if (receipt.outcome === 'accepted') {
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
      const body = Buffer.concat(chunks);
      const receipt: Receipt = {
        endpoint: number,
        webhookId: String(request.headers['webhook-id']),
        attempt: Number(request.headers['webhook-attempt']),
        body: createHash('sha1').update(body).digest('base64'),
        arrivedMs: Date.now(),
        acceptedMs: null,
        closedMs: null,
        outcome: 'silent',
      };
      receipts.push(receipt);
      const { resource_id: resource } = JSON.parse(body.toString());
      const [outcome, delayMs] = outcomeOf(endpoint, receipt, String(resource));
      receipt.outcome = outcome;
      response.on('close', () => {
        receipt.closedMs = Date.now();
      });
      if (delayMs < 1) answer(request, response, receipt);
      else setTimeout(() => answer(request, response, receipt), delayMs);
    });
  });
  // Longer than the run, so that only the sender and the outcomes end connections.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  return {
    receipts,
    url: (endpoint: number) => `http://127.0.0.1:${port}/${endpoint}`,
    /** While dead it refuses everything. */
    setDead(endpoint: number, isDead: boolean) {
      if (isDead) dead.add(endpoint);
      else dead.delete(endpoint);
    },
    /** From now on nothing is answered, so requests stay in flight. */
    fallSilent() {
      mode = 'silent';
    },
    /** From now on everything is accepted at once. */
    heal() {
      mode = 'healed';
    },
    close() {
      clearTimeout(flap);
      server.close();
      server.closeAllConnections();
    },
  };
}

export type Receivers = Awaited<ReturnType<typeof startReceivers>>;
