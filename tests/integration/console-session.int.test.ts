import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cookiesOf, postSignIn } from '@tests/support/console-session';
import { endLaunched, type Launched, launch, waitUntilReady } from '@tests/support/launcher';
import { afterAll, beforeAll, expect, it } from 'vitest';

const MINUTES_3 = 180_000;
let dataDir: string;
let product: Launched;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gancho-session-'));
  product = await launch({ dataDir, env: { GANCHO_DEMO: '0' } });
  await waitUntilReady(product);
}, MINUTES_3);
afterAll(() => endLaunched(product, dataDir), MINUTES_3);

it('answers a sign-in, and a refused one, with paths of its own server', async () => {
  const answer = await postSignIn(product.address, dataDir);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ url: '/' });
  for (const [callbackUrl, url] of [
    ['/companies?a=b', '/companies?a=b'],
    ['//evil.example/x', '/evil.example/x'],
    ['/\\\\evil.example', '/evil.example'],
    ['https://evil.example/x', '/'],
  ] as const)
    expect(await (await postSignIn(product.address, dataDir, { callbackUrl })).json()).toEqual({
      url,
    });
  const refused = await postSignIn(product.address, dataDir, { password: 'not the password' });
  expect(refused.status).toBe(401);
  expect((await refused.json()).url).toMatch(/^\/api\/auth\/error\?error=/);
  const page = await fetch(`${product.address}/api/auth/signin`, { redirect: 'manual' });
  expect(page.headers.get('location')).toMatch(/^\/sign-in/);
});

it('refuses a session that has ended, also with a copy of its cookie', async () => {
  const cookie = cookiesOf(await postSignIn(product.address, dataDir));
  const ask = async (path: string, init: RequestInit = {}) =>
    fetch(`${product.address}/api/auth/${path}`, { ...init, headers: { cookie } });
  expect(await (await ask('session')).json()).toHaveProperty('sessionId');
  const csrf = await ask('csrf');
  const { csrfToken } = await csrf.json();
  const ended = await fetch(`${product.address}/api/auth/signout`, {
    method: 'POST',
    headers: { cookie: `${cookie}; ${cookiesOf(csrf)}` },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  });
  expect(ended.status).toBe(200);
  expect(await (await ask('session')).json()).toEqual({});
});

it('takes no log lines from anybody', async () => {
  const answer = await fetch(`${product.address}/api/auth/_log`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ level: 'error', code: 'a line of a stranger' }),
  });
  expect(answer.status).toBe(404);
  expect(product.output()).not.toContain('a line of a stranger');
});

it('answers 404 to an inspector whose id cannot exist', async () => {
  const answer = await fetch(`${product.address}/inspector/%00`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(404);
});
