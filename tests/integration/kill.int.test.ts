import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Launched,
  launch,
  nothingIsLeft,
  processesOf,
  waitUntilReady,
} from '@tests/support/launcher';
import { newClient } from '@tests/support/product-client';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** KILL_EVENTS=100000 is the long form. */
const EVENTS = Number(process.env.KILL_EVENTS ?? 3000);
const LIMIT_MS = 300_000 + EVENTS * 6;
const BATCH = 100;
const HOOKS = 3;

let dataDir: string;
let product: Launched;
let receiver: Receiver;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gancho-kill-'));
  receiver = await startReceiver();
  product = await launch({ dataDir, env: { GANCHO_DEMO: '0' } });
  await waitUntilReady(product);
}, LIMIT_MS);
afterAll(async () => {
  product.process.kill('SIGTERM');
  await product.ended;
  await nothingIsLeft(dataDir);
  await receiver.close();
  await rm(dataDir, { recursive: true, force: true });
}, LIMIT_MS);

async function call(
  path: string,
  token: string,
  body: unknown,
): Promise<{ data: { id: string; ulid: string }[] }> {
  const answer = await fetch(`${product.address}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** Like a power failure: no process can finish its work. */
function killAll(): void {
  const pids = [product.process.pid ?? 0, ...processesOf(dataDir).map(({ pid }) => pid)];
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with its parent.
    }
  }
}

it(
  'delivers every accepted event to every hook, although everything was killed in the middle',
  async () => {
    const { company, project, token } = await newClient({ address: product.address, dataDir });
    const base = `/rest/v2.0/companies/${company}`;
    const hookIds: string[] = [];
    for (let i = 0; i < HOOKS; i += 1) {
      const hooks = `${base}/projects/${project}/webhooks/hooks`;
      const hook = await call(hooks, token, {
        namespace: 'test',
        payload_version: 'v4.0',
        destination_url: receiver.url,
      });
      const { id } = hook.data as unknown as { id: string };
      await call(`${hooks}/${id}/triggers`, token, { resource_name: 'RFIs', event_type: 'create' });
      hookIds.push(id);
    }

    const accepted: string[] = [];
    let isKilled = false;
    for (let first = 0; first < EVENTS; first += BATCH) {
      const batch = Array.from({ length: BATCH }, (_, i) => ({
        resource_name: 'RFIs',
        resource_id: first + i,
        event_type: 'create',
        project_id: Number(project),
      }));
      const stored = await call(`${base}/events`, token, batch);
      accepted.push(...stored.data.map(({ ulid }) => ulid));
      if (!isKilled && first >= EVENTS / 2) {
        // In mid-drain: some have arrived, some are in flight, some are not dispatched yet.
        await receiver.waitFor(1);
        killAll();
        isKilled = true;
        await product.ended;
        product = await launch({
          dataDir,
          port: Number(new URL(product.address).port),
          env: { GANCHO_DEMO: '0' },
        });
        await waitUntilReady(product);
      }
    }

    const wanted = new Set(accepted.flatMap((ulid) => hookIds.map((id) => `${ulid}_${id}`)));
    expect(wanted.size).toBe(EVENTS * HOOKS);
    const missing = new Set(wanted);
    let seen = 0;
    const isComplete = () => {
      for (; seen < receiver.requests.length; seen += 1) {
        missing.delete(receiver.requests[seen]?.headers['webhook-id'] ?? '');
      }
      return missing.size === 0;
    };
    if (!isComplete()) await receiver.waitFor(isComplete, LIMIT_MS - 60_000);
    expect(missing.size).toBe(0);
    // At least once: a repeated delivery was in flight at the moment of the kill.
    expect(receiver.requests.length - wanted.size).toBeLessThanOrEqual(1024);
  },
  LIMIT_MS,
);
