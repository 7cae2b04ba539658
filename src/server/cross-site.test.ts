import { expect, it } from 'vitest';
import { isCrossSite } from './cross-site';

it.each([
  ['a page of ours', { 'sec-fetch-site': 'same-origin' }, false],
  ['an address that was typed', { 'sec-fetch-site': 'none' }, false],
  ['another site', { 'sec-fetch-site': 'cross-site' }, true],
  ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }, true],
  ['an old browser on our page', { origin: 'https://a.example', host: 'a.example' }, false],
  ['an old browser elsewhere', { origin: 'https://b.example', host: 'a.example' }, true],
  ['a frame without an origin', { origin: 'null', host: 'a.example' }, true],
  [
    'our page behind a proxy',
    {
      origin: 'https://a.example',
      host: '10.0.0.1:3000',
      'x-forwarded-host': 'a.example',
    },
    false,
  ],
  ['a program', { host: 'a.example' }, false],
])('from %s', (_, headers, expected) => {
  expect(isCrossSite(new Headers(headers as Record<string, string>))).toBe(expected);
});
