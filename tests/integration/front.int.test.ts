import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyPath } from '@tests/support/every-path';
import {
  type Launched,
  launch,
  nothingIsLeft,
  peakBytesOf,
  processOf,
  waitUntilReady,
} from '@tests/support/launcher';
import { forThisMachine } from '@tests/support/patience.mjs';
import { hold, type RawAnswer, sendRaw } from '@tests/support/raw-client';
import { afterAll, beforeAll, expect, it } from 'vitest';

const MINUTES_3 = 180_000;
const MIB = 1024 * 1024;
const HEALTH_MS_MAX = 1_000;
const WEB_BYTES_MAX = 400_000_000;

let dataDir: string;
let product: Launched;
let port: number;
let web: number;
let paths: string[];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gancho-front-'));
  product = await launch({ dataDir });
  await waitUntilReady(product);
  port = Number(new URL(product.address).port);
  web = processOf(dataDir, 'web.js');
  paths = await everyPath(product.address);
}, MINUTES_3);
afterAll(async () => {
  product.process.kill('SIGTERM');
  await product.ended;
  await nothingIsLeft(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}, MINUTES_3);

const head = (method: string, path: string, ...headers: string[]) =>
  [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', ...headers, '', ''].join('\r\n');

const CHUNKED = 'transfer-encoding: chunked';

/** A chunk of 1 MiB, fifty times. */
function* fiftyMegabytes(path: string, type: string): Generator<string | Buffer> {
  yield head('POST', path, `content-type: ${type}`, CHUNKED);
  const chunk = Buffer.from(`${MIB.toString(16)}\r\n${'9'.repeat(MIB)}\r\n`);
  for (let n = 0; n < 50; n += 1) yield chunk;
  yield '0\r\n\r\n';
}

const withBody = (path: string, body: string) => [
  head('POST', path, 'content-type: application/json', `content-length: ${body.length}`),
  body,
];

async function expectHealth(): Promise<void> {
  const health = async () => {
    const answer = await fetch(`${product.address}/api/health`);
    return answer.ok ? 'ok' : answer.text();
  };
  await expect.poll(health, { timeout: forThisMachine(HEALTH_MS_MAX) }).toBe('ok');
  expect(processOf(dataDir, 'web.js')).toBe(web);
  expect(peakBytesOf(web)).toBeLessThan(WEB_BYTES_MAX);
}

/** Requests each path, two at a time. None may fail. */
async function askAll(bytesOf: (path: string) => Iterable<string | Buffer>, asked = paths) {
  const failed: Record<string, RawAnswer> = {};
  const left = [...asked];
  const ask = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const answer = await sendRaw(port, bytesOf(path));
      if (answer === null || (answer.status >= 500 && answer.status !== 503)) failed[path] = answer;
    }
  };
  await Promise.all([ask(), ask()]);
  expect(failed).toEqual({});
  await expectHealth();
}

it.each([
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
])(
  'survives bodies of 50 MB on every route: %s',
  (type) => askAll((path) => fiftyMegabytes(path, type)),
  MINUTES_3,
);

it(
  'survives announced bodies of 50 MB on every route',
  () =>
    askAll((path) => [
      head('POST', path, 'content-type: application/json', `content-length: ${50 * MIB}`),
      Buffer.alloc(2 * MIB, '9'),
    ]),
  MINUTES_3,
);

it(
  'survives JSON of a hundred thousand levels on every route',
  () => askAll((path) => withBody(path, `{"json":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
  MINUTES_3,
);

it.each([1, 9, 60])(
  'survives many bodies in chunks of %i bytes where they are read',
  async (bytes) => {
    const part = Buffer.from(`${bytes.toString(16)}\r\n${'9'.repeat(bytes)}\r\n`.repeat(5_000));
    const body = (path: string) => [
      head('POST', path, 'content-type: application/json', 'x-inngest-signature: t=1&s=2', CHUNKED),
      ...Array(Math.floor(250_000 / 5_000 / bytes)).fill(part),
      '0\r\n\r\n',
    ];
    for (const path of [
      '/oauth/token',
      '/api/auth/callback/password',
      '/api/inngest',
      '/inspector/1',
    ])
      await Promise.all(Array.from({ length: 16 }, () => sendRaw(port, body(path))));
    await expectHealth();
  },
  MINUTES_3,
);

it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'HEAD'])(
  'survives %s on every route',
  (method) => askAll((path) => [head(method, path, 'content-length: 0')]),
  MINUTES_3,
);

it(
  'survives endless headers on every route',
  () => askAll((path) => [head('GET', path, `x-long: ${'x'.repeat(100_000)}`)]),
  MINUTES_3,
);

/** Paths that begin like existing ones. */
const near = [
  '/livezx',
  '/robots.txtx',
  '/openapi.jsonx',
  '/api/nothing',
  '/_next/staticx',
  '/api/',
];

it.each(['x-any: 1', 'content-type: application/json'])(
  'shows nothing in a frame, and no page without a policy: with %s',
  async (header) => {
    const bare: string[] = [];
    for (const path of [...paths, ...near, '/inspector/a/b', '/api/auth/verify-request']) {
      const answer = await sendRaw(port, [head('GET', path, header)]);
      const headers = answer?.headers.toLowerCase() ?? '';
      const isApi = headers.includes('content-type: application/json');
      const has = (name: string) => headers.includes(`\r\n${name}: `);
      const isFramed = !has('content-security-policy') || !has('x-frame-options');
      if (!has('x-content-type-options') || (!isApi && isFramed)) bare.push(path);
      if (answer === null || (answer.status >= 500 && answer.status !== 503)) bare.push(path);
    }
    expect(bare).toEqual([]);
  },
  MINUTES_3,
);

it('lists the allowed methods when it refuses one', async () => {
  for (const path of ['/api/trpc/health', '/api/auth/session', '/api/inngest', '/companies'])
    for (const method of ['DELETE', 'TRACE']) {
      const answer = await sendRaw(port, [head(method, path, 'content-length: 0')]);
      expect(answer, path).toMatchObject({ status: 405 });
      expect(answer?.headers, path).toMatch(/\r\nallow: GET, HEAD/i);
    }
});

it('refuses an invalid sign-in without failing', async () => {
  const post = (path: string, body: string) => sendRaw(port, withBody(`/api/auth/${path}`, body));
  for (const path of ['callback/password', 'callback/link', 'signout'])
    for (const body of ['', '{', 'null', '[]', '7'])
      expect((await post(path, body))?.status, `${path} ${body}`).toBe(400);
  const action = head('POST', '/robots.txt', 'next-action: x', 'content-length: 0');
  expect((await sendRaw(port, [action]))?.status).toBe(405);
});

it('calls ten procedures at a time, and no more', async () => {
  const batch = (count: number) =>
    fetch(`${product.address}/api/trpc/${Array(count).fill('health').join(',')}?batch=1`);
  expect((await batch(10)).status).toBe(200);
  expect((await batch(11)).status).toBe(400);
  const answers = await Promise.all(Array.from({ length: 16 }, () => batch(1000)));
  expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(400));
  await expectHealth();
});

it('answers others while hundreds of bodies, heads and upgrades are unfinished', async () => {
  const body = Buffer.alloc(250_000, '9');
  const unfinished = (path: string) =>
    Buffer.concat([
      Buffer.from(head('POST', path, 'content-type: application/json', `content-length: ${MIB}`)),
      body,
    ]);
  const targets = [
    '/api/auth/callback/password',
    '/oauth/token',
    '/api/trpc/hooks.create',
    '/rest/v2.0/companies/1/events',
  ];
  const held = await Promise.all([
    ...targets.map((path) => hold(port, 75, unfinished(path))),
    hold(port, 300, 'GET / HTTP/1.1\r\nhost: x\r\n'),
    hold(port, 100, head('GET', '/', 'connection: upgrade', 'upgrade: websocket')),
  ]);
  try {
    await expectHealth();
    await expectHealth();
  } finally {
    for (const socket of held.flat()) socket.destroy();
  }
});

it('refuses other hosts while it believes that nobody else can reach it', async () => {
  for (const path of [
    '/',
    '/rest/v1.0/webhooks/hooks',
    '/api/health',
    '/api/auth/csrf',
    '/_next/static/x.js',
  ])
    for (const foreign of [
      'host: hooks.example',
      'host: 127.0.0.1\r\nx-forwarded-for: 203.0.113.7',
    ]) {
      const answer = await sendRaw(port, [`GET ${path} HTTP/1.1\r\n${foreign}\r\n\r\n`]);
      expect(answer?.status, `${path} ${foreign}`).toBe(421);
    }
});

it('answers every path and header that the framework cannot read', async () => {
  const state = 'next-router-state-tree: %5B1%5D';
  const odd = ['/companies/%', '/inspector/%C3', '/api/trpc/%', '/api/auth/%', '/help/%E0%A4'];
  for (const path of odd)
    expect((await sendRaw(port, [head('GET', path)]))?.status, path).toBe(400);
  for (const header of [state, 'next-router-state-tree: x', 'next-router-prefetch: x'])
    for (const path of ['/sign-in', '/sign-in?_rsc=1', '/companies'])
      expect((await sendRaw(port, [head('GET', path, 'rsc: 1', header)]))?.status).toBeLessThan(
        400,
      );
  const hosts = 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nHost: localhost\r\n\r\n';
  expect((await sendRaw(port, [hosts]))?.status).toBe(400);
  expect((await sendRaw(port, [head('CONNECT', '127.0.0.1:5432')]))?.status).toBe(405);
});

it('answers one request of a connection at a time, so that unread answers fill no memory', async () => {
  const script = paths.find((path) => path.endsWith('.js')) ?? '';
  for (const path of ['/icon.svg', '/openapi.json', script, '/sign-in']) {
    const held = await hold(port, 20, head('GET', path).repeat(200));
    const few = await hold(port, 100, head('GET', path).repeat(8));
    await expectHealth();
    for (const socket of [...held, ...few]) socket.destroy();
  }
});

it('answers in HTTP/1.1 a client that offers to upgrade, or names the whole address', async () => {
  const offers = ['h2c', 'websocket', 'TLS/1.0'].map((name) => [
    head(
      'GET',
      '/livez',
      'connection: Upgrade, HTTP2-Settings',
      `upgrade: ${name}`,
      'http2-settings: AAMAAABk',
    ),
  ]);
  const whole = (host: string) => [head('GET', `http://${host}/livez?a=b`)];
  for (const bytes of [...offers, whole('127.0.0.1')])
    expect(await sendRaw(port, bytes)).toMatchObject({ status: 200 });
  expect(await sendRaw(port, whole('hooks.example'))).toMatchObject({ status: 421 });
});

it('has no warning of the runtime in its log, after all of this', () => {
  expect(product.output()).not.toMatch(/Warning: /);
});
