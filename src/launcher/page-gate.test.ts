import { expect, it } from 'vitest';
import { kindOf } from './page-gate';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

it.each([
  ['/companies', {}, 'page'],
  ['/companies/1/projects/2/tools/webhooks/3/events.csv?x=1', {}, 'export'],
  ['/companies?x=/events.csv', {}, 'page'],
  ['/nothing.js', {}, 'page'],
  ['/robots.txt/x', {}, 'page'],
  ['/_next/image?url=/sign-in&w=64&q=75', {}, 'page'],
  ['/_next/static/../../sign-in', {}, 'page'],
  ['/_next/static/x/%2e%2e/%2E%2e/sign-in', {}, 'page'],
  ['/_next/static/x\\..\\..', {}, 'page'],
  ['/inspector/%2e%2e', JSON_TYPE, 'page'],
  ['/_next/static/..', {}, 'page'],
  ['/_next/static/chunks/a..b.js', {}, null],
  ['/api/nothing', {}, 'page'],
  ['/api/trpc', {}, 'page'],
  ['/api/trpc/a/b', {}, 'page'],
  ['/api/inngest/x', {}, 'page'],
  ['/inspector/7', {}, 'page'],
  ['/inspector/7/x', JSON_TYPE, 'page'],
  ['/api/trpc/hooks.list,health?batch=1', {}, 'call'],
  ['/api/auth/callback/password', {}, 'call'],
  ['/_next/static/chunks/a-1.js', {}, null],
  ['/icon.svg?v=1', {}, null],
  ['/robots.txt', {}, null],
  ['/api/inngest?fnId=a', {}, null],
  ['/inspector/7', JSON_TYPE, null],
] as const)('%s with %j waits as %s', (url, headers, kind) => {
  expect(kindOf({ url, headers })).toBe(kind);
});
