import { dealt, pick, type Random, seeded } from '../support/random';
import type { Deed } from './deeds';
import type { Hook } from './verdict';

type Options = {
  /** Of the project's hooks, in REST. */
  base: string;
  token: string;
  seed: number;
  hooks: readonly Hook[];
};

type Answer = { status: number; data: unknown };
/** Or why there is none. */
type Outcome = Answer | string;

const PATIENCE_MS = 60_000;
const CONFLICT = 409;

/**
 * Disables and enables hooks, discards their queues, closes their circuits and sends again what is finished,
 * over REST and until it is stopped. A call without an answer is made again.
 */
export function startOperator({ base, token, seed, hooks }: Options) {
  const deeds: Deed[] = [];
  const complaints: string[] = [];
  let isStopped = false;

  async function call(method: string, path: string, body?: unknown): Promise<Outcome> {
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status >= 500) return `${response.status} ${await response.text()}`;
      return { status: response.status, data: (await response.json()).data };
    } catch (error) {
      return String(error);
    }
  }

  /** Each try is a deed: one that was not answered may have been done. */
  async function insist(
    deed: Pick<Deed, 'kind' | 'hookId' | 'deliveryId'> | null,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const giveUpMs = Date.now() + PATIENCE_MS;
    for (;;) {
      const beganMs = Date.now();
      const answer = await call(method, path, body);
      if (deed !== null) deeds.push({ ...deed, beganMs, endedMs: Date.now() });
      if (typeof answer !== 'string') {
        const isExpected = answer.status < 300 || answer.status === CONFLICT;
        if (!isExpected) complaints.push(`${method} ${path} answered ${answer.status}`);
        return answer;
      }
      if (Date.now() > giveUpMs) throw new Error(`${method} ${path}: for a minute ${answer}`);
      await pause(100);
    }
  }

  const enable = ({ id }: Hook) => insist(null, 'PATCH', `/${id}`, { status: 'active' });

  const disable = async ({ id }: Hook, random: Random) => {
    await insist(null, 'PATCH', `/${id}`, { status: 'disabled' });
    await pause(200 + random() * 1300);
  };

  async function discard({ id }: Hook): Promise<void> {
    const deed = { kind: 'discard' as const, hookId: id, deliveryId: null };
    await insist(deed, 'POST', `/${id}/queue/discard`);
  }

  async function redeliver({ id }: Hook, random: Random): Promise<void> {
    const status = pick(random, ['succeeded', 'failed', 'discarded']);
    const query = new URLSearchParams({ 'filter[status]': status, per_page: '20' });
    const { data } = await insist(null, 'GET', `/${id}/deliveries?${query}`);
    for (const one of (data as { id: string }[]).filter(() => random() < 0.3)) {
      const deed = { kind: 'redeliver' as const, hookId: id, deliveryId: Number(one.id) };
      await insist(deed, 'POST', `/${id}/deliveries/${one.id}/redeliver`);
    }
  }

  const clear = async (hook: Hook, random: Random) => {
    await disable(hook, random);
    await discard(hook);
  };
  const resume = async ({ id }: Hook) => void (await insist(null, 'POST', `/${id}/resume`));
  const actions = [clear, disable, discard, redeliver, resume];

  async function lane(hook: Hook): Promise<void> {
    const random = seeded(seed + hook.id);
    // However short the run, something has been discarded.
    for (let next = [clear]; !isStopped; ) {
      await next.shift()?.(hook, random);
      if (next.length === 0) next = dealt(random, actions, actions.length);
      // Disabled by a 410, too.
      await enable(hook);
      await pause(200 + random() * 800);
    }
  }

  const operated = hooks.filter(({ isOperated }) => isOperated);
  const lanes = Promise.all(operated.map(lane));
  // Awaited in stop; a failure before that must not count as unhandled.
  lanes.catch(() => {});

  return {
    deeds,
    complaints,
    /** Resolves when its last call has been answered. */
    async stop() {
      isStopped = true;
      await lanes;
    },
    /** Once every receiver accepts what comes: none is disabled, none waits for the next probe. */
    async tryNow() {
      for (const hook of operated) await enable(hook);
      for (const hook of hooks) await resume(hook);
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
