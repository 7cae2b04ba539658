import { expect, it } from 'vitest';
import { cleanFrameworkHeaders } from './framework-headers';

const STATE = encodeURIComponent(JSON.stringify(['', { children: ['sign-in', {}] }]));

function cleaned(headers: Record<string, string>) {
  const kept = { ...headers };
  cleanFrameworkHeaders(kept);
  return kept;
}

it('keeps what the console sends', () => {
  const headers = {
    rsc: '1',
    'next-url': '/companies/1',
    'next-router-state-tree': STATE,
    'next-router-prefetch': '1',
    'next-router-segment-prefetch': '/companies/$d$company/_tree',
    accept: '*/*',
    'x-forwarded-for': '127.0.0.1',
  };
  expect(cleaned(headers)).toEqual(headers);
});

it.each([
  { 'next-router-state-tree': 'x' },
  { 'next-router-state-tree': '%' },
  { 'next-router-state-tree': encodeURIComponent('[1]') },
  { 'next-router-state-tree': `${STATE}, ${STATE}` },
  { 'next-router-prefetch': 'x' },
  { 'next-router-segment-prefetch': 'x' },
  { 'next-action': '40'.padEnd(42, 'a') },
  { rsc: 'yes' },
  { 'next-resume': '1' },
  { 'next-constructor': '1' },
  { 'x-nextjs-data': '1' },
  { 'x-middleware-subrequest': 'src/proxy' },
  { 'x-invoke-status': '500' },
  { 'x-matched-path': '/_error' },
])('removes %j', (headers: Record<string, string>) => {
  expect(cleaned(headers)).toEqual({});
});
