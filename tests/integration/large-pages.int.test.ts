import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { signInAdmin } from '@tests/support/console-session';
import {
  endLaunched,
  type Launched,
  launch,
  peakBytesOf,
  processOf,
  waitUntilReady,
} from '@tests/support/launcher';
import { newClient } from '@tests/support/product-client';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it } from 'vitest';

const MINUTES_3 = 180_000;
const WEB_BYTES_MAX = 400_000_000;
/** A page of these has 95 MB. */
const EVENTS = 100;
const EVENT_BYTES = 950_000;
const UNREAD = 30;

let dataDir: string;
let product: Launched;
let receiver: Receiver;
let web: number;
let headers: Record<string, string>;
let company: string;
let project: string;
let hook: string;

const hooksPath = () => `/rest/v2.0/companies/${company}/projects/${project}/webhooks/hooks`;

async function post(path: string, body: unknown): Promise<{ data: { id: string } }> {
  const answer = await fetch(`${product.address}${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status, path).toBeLessThan(300);
  return answer.json();
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gancho-large-'));
  receiver = await startReceiver();
  product = await launch({ dataDir, env: { GANCHO_DEMO: '0' } });
  await waitUntilReady(product);
  web = processOf(dataDir, 'web.js');
  const client = await newClient({ address: product.address, dataDir });
  ({ company, project } = client);
  headers = { authorization: `Bearer ${client.token}` };
  const destination_url = receiver.url;
  const made = await post(hooksPath(), {
    namespace: 'large',
    payload_version: 'v4.0',
    destination_url,
  });
  hook = made.data.id;
  await post(`${hooksPath()}/${hook}/triggers`, { resource_name: 'RFIs', event_type: 'create' });
  for (let n = 0; n < EVENTS; n += 1) {
    await post(`/rest/v2.0/companies/${company}/events`, {
      resource_name: 'RFIs',
      resource_id: n,
      event_type: 'create',
      project_id: Number(project),
      data: { n, text: String(n % 10).repeat(EVENT_BYTES) },
    });
  }
  await receiver.waitFor(EVENTS, 60_000);
}, MINUTES_3);
afterAll(async () => {
  await endLaunched(product, dataDir);
  await receiver.close();
}, MINUTES_3);

/** A token of another client of the company. */
async function newToken(): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'node',
    ['src/cli/gancho.mjs', 'client', 'create', '--company', company, '--name', 'Other', '--json'],
    { env: { ...process.env, GANCHO_DATA_DIR: dataDir, PORT: new URL(product.address).port } },
  );
  const client = JSON.parse(stdout);
  const answer = await fetch(`${product.address}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.client_id,
      client_secret: client.client_secret,
    }),
  });
  return (await answer.json()).access_token;
}

const isAlive = () => processOf(dataDir, 'web.js') === web;

it('a page of a hundred large events arrives whole, in v2.0 and v1.0', {
  timeout: MINUTES_3,
}, async () => {
  const v2 = await fetch(`${product.address}${hooksPath()}/${hook}/deliveries?per_page=100`, {
    headers,
  });
  expect([v2.status, v2.headers.get('content-encoding')]).toEqual([200, 'gzip']);
  const { data } = await v2.json();
  expect(data).toHaveLength(EVENTS);
  for (const [index, one] of data.entries()) {
    const n = EVENTS - 1 - index;
    expect(one.payload.data.n).toBe(n);
    expect(one.payload.data.text.length).toBe(EVENT_BYTES);
    expect(one.delivery_attempts).toHaveLength(1);
  }
  const v1 = await fetch(
    `${product.address}/rest/v1.0/webhooks/hooks/${hook}/deliveries?company_id=${company}&project_id=${project}`,
    { headers: { ...headers, 'accept-encoding': 'identity' } },
  );
  expect(v1.status).toBe(200);
  expect(await v1.json()).toHaveLength(EVENTS);
  expect(isAlive()).toBe(true);
});

/** Begins to read, and keeps what the connection holds. */
async function begin(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${product.address}${path}`, {
    ...init,
    headers: { 'accept-encoding': 'identity', ...headers, ...init.headers },
  });
  expect(answer.status).toBe(200);
  const reader = answer.body?.getReader();
  await reader?.read();
  return async () => {
    for (let bytes = 0; ; ) {
      const part = await reader?.read();
      if (part === undefined || part.done) return bytes;
      bytes += part.value.length;
    }
  };
}

/** Sends this many requests at once, and reads none of the answers. Returns a function that ends them. */
async function leaveUnread(count: number, url: string, sent: Record<string, string>) {
  const agent = new Agent();
  const unread = Array.from({ length: count }, () => {
    const request = get(url, { agent, headers: sent });
    request.on('error', () => {}).on('response', (answer) => answer.on('error', () => {}));
    return request;
  });
  await Promise.all(
    unread.map((one) => new Promise((done) => one.once('response', done).once('error', done))),
  );
  return () => {
    for (const one of unread) one.destroy();
  };
}

it('many clients that read nothing cost little memory, and end no answer of others', {
  timeout: MINUTES_3,
}, async () => {
  const path = `${hooksPath()}/${hook}/deliveries?per_page=100`;
  const other = await newToken();
  const rest = await begin(path, { headers: { authorization: `Bearer ${other}` } });
  const endUnread = await leaveUnread(UNREAD, `${product.address}${path}`, headers);
  expect((await fetch(`${product.address}/api/health`)).status).toBe(200);
  expect(await rest()).toBeGreaterThan(90 * EVENT_BYTES);
  endUnread();
});

it('ends such an answer when its token is revoked', { timeout: MINUTES_3 }, async () => {
  const token = await newToken();
  const path = `${hooksPath()}/${hook}/deliveries?per_page=100`;
  const rest = await begin(path, { headers: { authorization: `Bearer ${token}` } });
  const revoked = await fetch(`${product.address}/oauth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
  });
  expect(revoked.status).toBe(200);
  await expect(rest()).rejects.toThrow();
});

it('calls of pages that nobody reads cost little memory', { timeout: MINUTES_3 }, async () => {
  const cookie = await signInAdmin(product.address, dataDir);
  const list = await fetch(`${product.address}${hooksPath()}/${hook}/deliveries?per_page=2`, {
    headers,
  });
  const ids = (await list.json()).data.map(({ id }: { id: string }) => Number(id));
  const tenant = { companyId: Number(company), projectId: Number(project), hookId: Number(hook) };
  const call = (count: number) => {
    const names = Array(count).fill('deliveries.get').join(',');
    const inputs = Array.from({ length: count }, (_, n) => [
      n,
      { json: { ...tenant, deliveryId: ids[n % 2] } },
    ]);
    const input = encodeURIComponent(JSON.stringify(Object.fromEntries(inputs)));
    return `${product.address}/api/trpc/${names}?batch=1&input=${input}`;
  };
  expect((await fetch(call(3), { headers: { cookie } })).status).toBe(400);
  expect((await fetch(call(2), { headers: { cookie } })).status).toBe(200);
  const endUnread = await leaveUnread(3 * UNREAD, call(2), { cookie });
  expect((await fetch(`${product.address}/api/health`)).status).toBe(200);
  endUnread();
});

it('the console lists and exports such a hook', { timeout: MINUTES_3 }, async () => {
  const cookie = await signInAdmin(product.address, dataDir);
  const page = `/companies/${company}/projects/${project}/tools/webhooks/${hook}`;
  const shown = await fetch(`${product.address}${page}`, { headers: { cookie } });
  expect(shown.status).toBe(200);
  expect((await shown.text()).length).toBeLessThan(2_000_000);
  const csv = await fetch(`${product.address}${page}/events.csv`, { headers: { cookie } });
  expect(csv.status).toBe(200);
  expect((await csv.text()).trim().split('\n')).toHaveLength(EVENTS + 1);
  expect(isAlive()).toBe(true);
  expect(peakBytesOf(web)).toBeLessThan(WEB_BYTES_MAX);
});
