import { dealt, pick, type Random, seeded } from '../support/random';
import type { OperatorAction } from './operator-actions';
import type { Hook } from './settle';
import { pause } from './waiting';

type Options = {
  seed: number;
  leniency: number;
  hooks: readonly Hook[];
};

type Answer = { status: number; data: unknown };
/** The answer, or the reason why there is none. */
type Outcome = Answer | string;

const PATIENCE_MS = 60_000;
const CONFLICT = 409;

/**
 * Edits, disables and enables hooks, discards their queues, closes their circuits and sends finished deliveries again,
 * over REST and until it is stopped. A call without an answer is repeated.
 */
export function startOperator({ seed, leniency, hooks }: Options) {
  const actions: OperatorAction[] = [];
  const complaints: string[] = [];
  let isStopped = false;

  async function call(
    { id, tenant }: Hook,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Outcome> {
    try {
      const response = await fetch(`${tenant.base}/${id}${path}`, {
        method,
        headers: { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status >= 500) return `${response.status} ${await response.text()}`;
      return { status: response.status, data: (await response.json()).data };
    } catch (error) {
      return String(error);
    }
  }

  /** Each try is an operator action, because an unanswered one may have been carried out. */
  async function insist(
    hook: Hook,
    action: Pick<OperatorAction, 'kind' | 'deliveryId'> | null,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const giveUpMs = Date.now() + PATIENCE_MS * leniency;
    const refusals: string[] = [];
    for (;;) {
      const beganMs = Date.now();
      const answer = await call(hook, method, path, body);
      if (action !== null)
        actions.push({ ...action, hookId: hook.id, beganMs, endedMs: Date.now() });
      if (typeof answer !== 'string') {
        const isExpected = answer.status < 300 || answer.status === CONFLICT;
        if (!isExpected) complaints.push(`${method} ${hook.name}${path} answered ${answer.status}`);
        return answer;
      }
      refusals.push(`${new Date(beganMs).toISOString()} ${Date.now() - beganMs} ms: ${answer}`);
      if (Date.now() > giveUpMs) {
        const call = `${method} ${hook.name}${path} was refused for too long`;
        throw new Error([call, ...refusals].join('\n'));
      }
      await pause(100);
    }
  }

  const enable = (hook: Hook) => insist(hook, null, 'PATCH', '', { status: 'active' });

  const disable = async (hook: Hook, random: Random) => {
    await insist(hook, null, 'PATCH', '', { status: 'disabled' });
    await pause(200 + random() * 1300);
  };

  async function discard(hook: Hook): Promise<void> {
    await insist(hook, { kind: 'discard', deliveryId: null }, 'POST', '/queue/discard');
  }

  async function redeliver(hook: Hook, random: Random): Promise<void> {
    const status = pick(random, ['succeeded', 'failed', 'discarded']);
    const query = new URLSearchParams({ 'filter[status]': status, per_page: '20' });
    const { data } = await insist(hook, null, 'GET', `/deliveries?${query}`);
    for (const one of (data as { id: string }[]).filter(() => random() < 0.3)) {
      const action = { kind: 'redeliver' as const, deliveryId: Number(one.id) };
      await insist(hook, action, 'POST', `/deliveries/${one.id}/redeliver`);
    }
  }

  const clear = async (hook: Hook, random: Random) => {
    await disable(hook, random);
    await discard(hook);
  };
  const resume = async (hook: Hook) => void (await insist(hook, null, 'POST', '/resume'));

  /** Never sets more in flight than the endpoint accepts. */
  async function edit(hook: Hook, random: Random): Promise<void> {
    const { maxInFlight } = hook;
    const changes = [
      { timeout_seconds: pick(random, [1, 2]) },
      { max_in_flight: pick(random, [1, Math.ceil(maxInFlight / 2), maxInFlight]) },
      { destination_headers: { 'x-edited': String(Math.floor(random() * 1000)) } },
    ];
    const edited = { payload_version: pick(random, ['v3.0', 'v4.0']), ...pick(random, changes) };
    await insist(hook, null, 'PATCH', '', edited);
  }

  const changeMode = async (hook: Hook, random: Random) => {
    await insist(hook, null, 'PATCH', '', { delivery_mode: 'in_order' });
    await pause(300 + random() * 700);
    await insist(hook, null, 'PATCH', '', { delivery_mode: 'parallel' });
  };
  const actionsOf = {
    'in all ways': [clear, disable, discard, redeliver, resume, edit],
    'by edits': [edit, edit, changeMode, disable, resume],
  };

  async function loop(hook: Hook): Promise<void> {
    const random = seeded(seed + hook.id);
    const actions = actionsOf[hook.operated ?? 'by edits'];
    // Discards at least once, even in a short run.
    for (let next = actions.slice(0, 1); !isStopped; ) {
      await next.shift()?.(hook, random);
      if (next.length === 0) next = dealt(random, actions, actions.length);
      // A 410 can also have disabled it.
      await enable(hook);
      await pause(200 + random() * 800);
    }
  }

  const operated = hooks.filter(({ operated }) => operated !== null);
  const loops = Promise.all(operated.map(loop));
  // Awaited in stop. A failure before that must not count as unhandled.
  loops.catch(() => {});

  return {
    actions,
    complaints,
    /** Resolves when its last call has been answered. */
    async stop() {
      isStopped = true;
      await loops;
    },
    /** Runs once every receiver accepts everything. No hook stays disabled or waits for its next probe. */
    async tryNow() {
      for (const hook of hooks) await enable(hook);
      for (const hook of hooks) await resume(hook);
    },
  };
}
