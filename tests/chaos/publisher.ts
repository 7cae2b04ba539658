import { pick, seeded } from '../support/random';
import type { Resource } from './endpoints';
import { pause } from './waiting';

/** The publishing of one company. */
export type Stream = {
  /** Its index among the companies of the run. */
  company: number;
  eventsPerSecond: number;
  /** The numbers of events of a call. One is drawn for each call. */
  sizes: readonly number[];
  /** The share of events that are not of RFIs. */
  others: number;
};

type Options = Stream & {
  origin: string;
  companyId: number;
  projectId: number;
  token: string;
  seed: number;
};

/** An event that a 202 declared durable. */
export type Accepted = {
  key: string;
  ulid: string;
  company: number;
  resource: Resource;
  /** The time of the first 202. */
  acceptedMs: number;
};

type Body = {
  resource_name: Resource;
  resource_id: number;
  event_type: 'create';
  project_id: number;
  idempotency_key: string;
};

const LOOPS = 3;
const PATIENCE_MS = 60_000;

/**
 * Publishes over HTTP until it is stopped, and remembers the accepted events. A call without an answer is repeated with
 * the same idempotency keys until there is one.
 */
export function startPublisher(options: Options) {
  const accepted = new Map<string, Accepted>();
  const complaints: string[] = [];
  let resourceId = 0;
  let calls = 0;
  let isStopped = false;

  async function publish(batch: Body[]): Promise<void> {
    const giveUpMs = Date.now() + PATIENCE_MS;
    for (;;) {
      calls += 1;
      const answer = await post(batch);
      if (answer !== null) {
        for (const [i, { ulid }] of answer.entries()) remember(batch[i], ulid);
        return;
      }
      if (Date.now() > giveUpMs) throw new Error('no 202 within a minute');
      await pause(100);
    }
  }

  function remember(body: Body | undefined, ulid: string): void {
    if (!body) throw new Error('more was answered than asked');
    const key = body.idempotency_key;
    const before = accepted.get(key);
    if (before && before.ulid !== ulid)
      complaints.push(`${key} is both ${before.ulid} and ${ulid}`);
    if (before) return;
    const { company } = options;
    accepted.set(key, { key, ulid, company, resource: body.resource_name, acceptedMs: Date.now() });
  }

  /** Null if the result of the call cannot be known. */
  async function post(batch: Body[]): Promise<{ ulid: string }[] | null> {
    try {
      const response = await fetch(
        `${options.origin}/rest/v2.0/companies/${options.companyId}/events`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${options.token}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify(batch),
          signal: AbortSignal.timeout(10_000),
        },
      );
      if (response.status === 202) return (await response.json()).data;
      const text = await response.text();
      if (response.status < 500) complaints.push(`publish answered ${response.status}: ${text}`);
      return null;
    } catch {
      return null;
    }
  }

  async function loop(number: number): Promise<void> {
    const random = seeded(options.seed + 10 * options.company + number);
    while (!isStopped) {
      const size = pick(random, options.sizes);
      const batch = Array.from({ length: size }, (): Body => {
        resourceId += 1;
        return {
          resource_name: random() < options.others ? 'Submittals' : 'RFIs',
          resource_id: resourceId,
          event_type: 'create',
          project_id: options.projectId,
          idempotency_key: `chaos-${options.company}-${resourceId}`,
        };
      });
      await publish(batch);
      await pause((1000 * size * LOOPS) / options.eventsPerSecond);
    }
  }

  const loops = Promise.all(Array.from({ length: LOOPS }, (_, number) => loop(number)));
  // Awaited in stop. A failure before that must not count as unhandled.
  loops.catch(() => {});

  return {
    accepted,
    complaints,
    get calls() {
      return calls;
    },
    /** Resolves when every call has had its 202. */
    async stop() {
      isStopped = true;
      await loops;
    },
  };
}

export type Publisher = ReturnType<typeof startPublisher>;
