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
    ['/世界', '/%E4%B8%96%E7%95%8C'],
    ['/a\nb\0', '/ab'],
  ] as const)
    expect(await (await postSignIn(product.address, dataDir, { callbackUrl })).json()).toEqual({
      url,
    });
  const refused = await postSignIn(product.address, dataDir, { password: 'not the password' });
  expect(refused.status).toBe(401);
  expect((await refused.json()).url).toMatch(/^\/api\/auth\/error\?error=/);
});

it('signs out with any address to return to', async () => {
  for (const callbackUrl of ['/世界', '/ı', '/a\nb', '/\0', 'x']) {
    const csrf = await fetch(`${product.address}/api/auth/csrf`);
    const { csrfToken } = await csrf.json();
    const answer = await fetch(`${product.address}/api/auth/signout`, {
      method: 'POST',
      headers: { cookie: cookiesOf(csrf) },
      body: new URLSearchParams({ csrfToken, callbackUrl, json: 'true' }),
    });
    expect(answer.status, callbackUrl).toBe(200);
    const foreign = { cookie: cookiesOf(csrf), origin: 'http://127.0.0.1:1' };
    const forged = await fetch(`${product.address}/api/auth/signout`, {
      method: 'POST',
      headers: foreign,
      body: new URLSearchParams({ csrfToken, json: 'true' }),
    });
    expect(forged.status).toBe(403);
  }
  expect(product.output()).not.toContain('Headers.set');
});

it('answers a made-up address to return to, in the query and in a cookie, and keeps none', async () => {
  const cookie = 'next-auth.callback-url=foo:x; __Secure-next-auth.callback-url=javascript:1';
  for (const path of [
    'csrf',
    'session',
    'csrf?callbackUrl=x',
    'session?callbackUrl=javascript:1',
  ]) {
    const answer = await fetch(`${product.address}/api/auth/${path}`, { headers: { cookie } });
    expect(answer.status, path).toBe(200);
    const kept = answer.headers.getSetCookie().filter((each) => each.includes('callback-url'));
    for (const each of kept) expect(each).toMatch(/callback-url=;.*Expires=Thu, 01 Jan 1970/i);
  }
  expect((await fetch(`${product.address}/sign-in`, { headers: { cookie } })).status).toBe(200);
  expect(product.output()).not.toContain('foo:x');
});

it('has only the endpoints that the console calls', async () => {
  const ask = async (method: string, path: string) => {
    const init = { method, redirect: 'manual' } as const;
    const { status, headers } = await fetch(`${product.address}/api/auth/${path}`, init);
    return [status, headers.get('allow')];
  };
  for (const path of ['signin', 'signin/password', 'providers', 'error', 'verify-request', '_log'])
    for (const method of ['GET', 'POST'])
      expect(await ask(method, path), path).toEqual([404, null]);
  expect(await ask('GET', 'signout')).toEqual([405, 'POST']);
  expect(await ask('GET', 'callback/password')).toEqual([405, 'POST']);
  expect(await ask('POST', 'csrf')).toEqual([405, 'GET, HEAD']);
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

it('answers 404 to an inspector whose id cannot exist', async () => {
  const answer = await fetch(`${product.address}/inspector/%00`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(404);
});
