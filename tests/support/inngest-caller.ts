import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { silentLog } from '@tests/factories/silent-log';
import { vi } from 'vitest';
import { systemClock } from '@/server/gateways/clock';
import { createEngineFetch } from '@/server/inngest/embedded/engine-fetch';
import { CRON_TICK, type EngineEvent, type StampedEvent } from '@/server/inngest/embedded/event';
import { createExecutor } from '@/server/inngest/embedded/executor';
import { type FunctionPlan, readPlans } from '@/server/inngest/embedded/plan';
import { signedRequest } from '@/server/inngest/embedded/protocol';
import { PATIENCE_MS } from './patience.mjs';

export type CallerRun = { functionId: string; event: StampedEvent; startedAtMs: number };
export type FinishedRun = CallerRun & { attempts: number; outcome: 'done' | 'failed' };

export type InngestCaller = {
  /** For INNGEST_BASE_URL. */
  url: string;
  /** Every event that the application sent, also lost ones. */
  events: EngineEvent[];
  runs: FinishedRun[];
  /** Loses events from now on, as a crash of a server would. */
  loseEvents(isLosing: boolean): void;
  /** Makes the application register its functions, and returns them. */
  sync(endpoint: string): Promise<FunctionPlan[]>;
  /** Runs a function now, as its cron would, and waits for its end. */
  fireCron(functionId: string): Promise<FinishedRun>;
  /** Resolves when nothing runs. Runs that wait for their time do not count. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

const RETRY_MS = 100;

/**
 * Acts as an Inngest server over HTTP: it accepts events, calls functions with signed requests at the time that an
 * event names, and calls them again when they fail. Unlike the embedded engine it merges nothing: every event is a
 * separate run, and runs overlap.
 */
export async function startInngestCaller(keys: {
  signingKey: string;
  eventKey: string;
}): Promise<InngestCaller> {
  const events: EngineEvent[] = [];
  const runs: FinishedRun[] = [];
  const seenIds = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let plans: FunctionPlan[] = [];
  let registration: unknown = null;
  let isLosing = false;
  let running = 0;

  const executor = createExecutor({
    handler: (request) => fetch(request),
    signingKey: keys.signingKey,
    clock: systemClock,
    log: silentLog,
  });

  const wait = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        done();
      }, ms);
      timers.add(timer);
    });

  async function run(plan: FunctionPlan, event: StampedEvent): Promise<FinishedRun> {
    const begun = { functionId: plan.id, event, startedAtMs: systemClock.nowMs() };
    const id = randomUUID();
    for (let attempt = 0; ; attempt += 1) {
      running += 1;
      const result = await executor.execute(plan, { id, event, attempt });
      running -= 1;
      if (result.kind === 'retry') {
        await wait(result.afterMs ?? RETRY_MS);
        continue;
      }
      const finished = { ...begun, attempts: attempt + 1, outcome: result.kind };
      runs.push(finished);
      return finished;
    }
  }

  function take(event: EngineEvent): string {
    const nowMs = systemClock.nowMs();
    const id = event.id ?? randomUUID();
    events.push(event);
    if (isLosing || seenIds.has(id)) return id;
    seenIds.add(id);
    const stamped = { name: event.name, id, ts: event.ts ?? nowMs, data: event.data ?? {} };
    const start = () => {
      for (const plan of plans.filter((one) => one.events.includes(event.name))) {
        void run(plan, stamped);
      }
    };
    if (stamped.ts <= nowMs) start();
    else void wait(stamped.ts - nowMs).then(start);
    return id;
  }

  const answer = createEngineFetch({
    onEvents: (sent) => sent.map(take),
    onRegistration: (body) => {
      registration = body;
    },
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isStranger = url.pathname.startsWith('/e/') && url.pathname !== `/e/${keys.eventKey}`;
    const body = await text(request);
    if (url.pathname === '/v1/apps/gancho/functions') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(plans.map(({ id }) => ({ slug: id }))));
      return;
    }
    const answered = isStranger
      ? Response.json({ status: 401, error: 'Event key not found' }, { status: 401 })
      : await answer(new Request(url, { method: request.method ?? 'POST', body }));
    response.writeHead(answered.status, { 'content-type': 'application/json' });
    response.end(await answered.text());
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.writeHead(400).end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const idle = () => vi.waitUntil(() => running === 0, { timeout: PATIENCE_MS, interval: 5 });

  return {
    url: `http://127.0.0.1:${port}`,
    events,
    runs,
    loseEvents(next) {
      isLosing = next;
    },
    async sync(endpoint) {
      registration = null;
      const { signingKey } = keys;
      const signing = { signingKey, nowMs: systemClock.nowMs() };
      const response = await fetch(signedRequest('PUT', endpoint, {}, signing));
      if (!response.ok || registration === null) {
        throw new Error(`Nothing registered: ${response.status} ${await response.text()}`);
      }
      plans = readPlans(registration);
      return plans;
    },
    fireCron(functionId) {
      const plan = plans.find((one) => one.id === functionId);
      const cron = plan?.crons[0];
      if (plan === undefined || cron === undefined) throw new Error(`no cron ${functionId}`);
      const ts = systemClock.nowMs();
      const id = new Date(ts).toISOString();
      return run(plan, { name: CRON_TICK, id, ts, data: { cron, scheduledAt: id } });
    },
    async idle() {
      await idle();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      await idle();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
