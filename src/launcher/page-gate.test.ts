import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { createPageGate, kindOf } from './page-gate';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const CASES: [
  url: string,
  headers: Record<string, string>,
  kind: ReturnType<typeof kindOf>,
  method?: string,
][] = [
  ['/companies', {}, 'page'],
  ['/companies/1/projects/2/tools/webhooks/3/events.csv?x=1', {}, 'export'],
  ['/companies?x=/events.csv', {}, 'page'],
  ['/nothing.js', {}, 'page'],
  ['/robots.txt/x', {}, 'page'],
  ['/_next/image?url=/sign-in&w=64&q=75', {}, 'page'],
  ['/_next/static/chunks/a..b.js', {}, 'file'],
  ['/api/nothing', {}, 'page'],
  ['/api/trpc', {}, 'page'],
  ['/api/trpc/a/b', {}, 'page'],
  ['/api/inngest/x', {}, 'page'],
  ['/inspector/7', {}, 'page'],
  ['/inspector/7/x', JSON_TYPE, 'page'],
  ['/api/trpc/hooks.list,health?batch=1', {}, 'call'],
  ['/api/auth/callback/password', {}, 'call'],
  ['/_next/static/chunks/a-1.js', {}, 'file'],
  ['/icon.svg?v=1', {}, 'file'],
  ['/robots.txt', {}, 'file'],
  ['/api/inngest?fnId=a', {}, 'program'],
  ['/inspector/7', JSON_TYPE, 'page'],
  ['/inspector/7', JSON_TYPE, 'program', 'POST'],
];

it.each(CASES)('%s with %j waits as %s', (url, headers, kind, method = 'GET') => {
  expect(kindOf({ method, url, headers })).toBe(kind);
});

it('takes the turn from an export that nobody reads, but not from one that is read', async () => {
  const piece = Buffer.alloc(64 * 1024);
  const gate = createPageGate(
    async (request, response) => {
      const isEndless = request.url?.includes('endless');
      Readable.from(isEndless ? forEver(piece) : [piece, piece]).pipe(response);
    },
    { stalledMs: 50, personOf: async (cookie) => cookie ?? null },
  );
  const server = createServer((request, response) => void gate(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, cookie: string) =>
    get({ port, host: '127.0.0.1', path, agent: false, headers: { cookie } });
  for (const company of [1, 2]) {
    const asked = once(server, 'request');
    const unread = ask(`/companies/${company}/endless/events.csv`, `${company}`);
    unread.on('error', () => {}).on('response', (answer) => answer.on('error', () => {}));
    const [, response]: [unknown, ServerResponse] = (await asked) as never;
    await once(response, 'close');
  }
  const [answer] = await once(ask('/companies/3/events.csv', '3'), 'response');
  let length = 0;
  for await (const bytes of answer) length += bytes.length;
  expect(length).toBe(2 * piece.length);
  server.close();
});

function* forEver<T>(one: T): Generator<T> {
  for (;;) yield one;
}
