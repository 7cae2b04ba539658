import { expect, test } from 'vitest';
import { isPrivateHost } from './private-host';

test.each([
  'localhost',
  'app.localhost',
  '127.0.0.1',
  '10.1.2.3',
  '192.168.0.10',
  '172.31.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '::1',
  'fd12::1',
  'fe80::1',
])('%s is private', (host) => {
  expect(isPrivateHost(host)).toBe(true);
});

test.each([
  'example.com',
  '10.example.com',
  'notlocalhost',
  'localhost.example.com',
  '172.32.0.1',
  '100.128.0.1',
  '93.184.216.34',
  '2606:4700::1',
  'fd.example.com',
])('%s is not', (host) => {
  expect(isPrivateHost(host)).toBe(false);
});
