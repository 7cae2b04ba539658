import { expect, it } from 'vitest';
import { allowedAt, isMisdirected, namesNoHost, refusedWith, targetOf } from './front-limits';

it.each([
  ['/livez', '/livez', null],
  ['http://127.0.0.1/livez', '/livez', '127.0.0.1'],
  ['https://hooks.example:8443/rest?a=b', '/rest?a=b', 'hooks.example:8443'],
  ['http://hooks.example', '/', 'hooks.example'],
  ['*', null],
  ['http://[::1', null],
  ['mailto:someone', null],
  [undefined, '/', null],
])('%s asks for %s of %s', (target, path, host = null) => {
  expect(targetOf(target)).toEqual(path && { path, host });
});

it.each([
  ['GET', '/companies', {}, null],
  ['HEAD', '/_next/static/a.js', {}, null],
  ['GET', '/_next/image?url=/sign-in&w=64&q=75', {}, 404],
  ['GET', '/_next//image', {}, 404],
  ['GET', '/_global-error?x', {}, 404],
  ['GET', '/_next/static/../../sign-in', {}, 400],
  ['GET', '/_next/static/x/%2e%2e/%2E%2e/sign-in', {}, 400],
  ['GET', '/_next/static/x\\..\\..', {}, 400],
  ['GET', '/inspector/%2e%2e', {}, 400],
  ['GET', '/companies/7/./events.csv', {}, 400],
  ['GET', '/companies/7/.', {}, 400],
  ['GET', '/companies/7%2f%2e%2E%2Fx', {}, 400],
  ['GET', '/a?b=/../c', {}, null],
  ['GET', '/_next/static/chunks/a..b.js', {}, null],
  ['GET', '/companies/%', {}, 400],
  ['GET', '/companies/%C3/hooks?a=b', {}, 400],
  ['GET', '/companies/%C3%A9?after=%', {}, null],
  ['POST', '/companies', {}, 405],
  ['POST', '/_next/static/a.js', {}, 405],
  ['PUT', '/api/inngest', {}, null],
  ['TRACE', '/api/auth/session', {}, 405],
  ['POST', '/inspector/7', { 'content-type': 'application/json' }, null],
  ['POST', '/inspector/7', { 'content-type': 'Application/JSON; charset=utf-8' }, null],
  ['POST', '/inspector/7', { 'content-type': 'multipart/form-data; boundary=x' }, 405],
  ['POST', '/inspector/7', {}, 405],
  ['POST', '/account', { 'next-action': '40'.padEnd(42, 'a') }, 405],
  ['DELETE', '/account', {}, 405],
] as const)('%s %s with %j is refused with %s', (method, url, headers, status) => {
  expect(refusedWith({ method, url, headers })).toBe(status);
});

it.each([
  ['POST', '/companies', 'GET, HEAD'],
  ['POST', '/inspector/7', 'GET, HEAD'],
  ['GET', '/api/trpc/account.signOut', 'POST'],
  ['HEAD', '/api/trpc/account.signOut', 'POST'],
  ['POST', '/api/trpc/health', 'GET, HEAD'],
  ['DELETE', '/api/trpc/health', 'GET, HEAD, POST'],
  ['DELETE', '/api/inngest', 'GET, HEAD, POST, PUT'],
])('a 405 of %s %s allows %s', (method, url, allowed) => {
  expect(allowedAt({ method, url })).toBe(allowed);
});

it.each([
  [{ host: '127.0.0.1:3000' }, false],
  [{ host: 'localhost' }, false],
  [{ host: 'gancho.localhost:3000' }, false],
  [{ host: '[::1]:3000' }, false],
  [{}, false],
  [{ host: 'my-laptop:3000' }, false],
  [{ host: '2130706433' }, true],
  [{ host: 'hooks.example' }, true],
  [{ host: '127.0.0.1.evil.example' }, true],
  [{ host: 'localhost.evil.example:80' }, true],
  [{ host: 'localhost:80@evil.example' }, true],
  [{ host: '10.0.0.7:3000' }, true],
  [{ host: '' }, true],
  [{ host: 'localhost', 'x-forwarded-for': '203.0.113.7' }, true],
  [{ host: 'localhost', 'x-forwarded-host': 'hooks.example' }, true],
  [{ host: 'localhost', via: '1.1 proxy' }, true],
  [{ host: 'localhost', 'cf-connecting-ip': '203.0.113.7' }, true],
  [{ host: 'localhost', 'true-client-ip': '203.0.113.7' }, true],
  [{ host: 'localhost', 'x-client-ip': '203.0.113.7' }, true],
  [{ host: 'localhost', 'x-original-host': 'hooks.example' }, true],
  [{ host: 'localhost', 'x-request-id': 'r1' }, false],
  [{ host: 'localhost', forwarded: 'for=203.0.113.7' }, true],
  ...[
    'cdn-loop',
    'fly-client-ip',
    'x-azure-clientip',
    'do-connecting-ip',
    'x-appengine-user-ip',
    'cf-connecting-ipv6',
    'cf-ray',
    'x-host',
    'x-scheme',
    'x-remote-addr',
    'true-client-ip',
  ].map((name): [Record<string, string>, boolean] => [{ host: 'localhost', [name]: '1' }, true]),
])('with %j, is meant for another machine or comes from one: %s', (headers, expected) => {
  expect(isMisdirected({ headers })).toBe(expected);
});

it.each([
  [['Host', 'a.example'], false],
  [['Host', 'a.example', 'Accept', 'host'], false],
  [['Host', 'localhost:99999'], true],
  [['Host', 'a b'], true],
  [['Host', 'a.example', 'hOST', 'a.example'], true],
])('%j names no host that a server can read: %s', (rawHeaders: string[], expected) => {
  expect(namesNoHost({ rawHeaders, headers: { host: rawHeaders[1] } })).toBe(expected);
});
