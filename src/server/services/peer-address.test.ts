import { expect, it } from 'vitest';
import { addressKey, originAddress } from './peer-address';

const TRUSTED = ['127.0.0.0/8', '10.0.0.0/8', '2001:db8::/32'];

it.each([
  ['203.0.113.7', undefined, '203.0.113.7'],
  ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['192.168.0.1', '198.51.100.1', '192.168.0.1'],
  ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['10.0.0.2', 'made up, 192.0.2.9, 198.51.100.1', '198.51.100.1'],
  ['10.0.0.2', '192.0.2.9, 198.51.100.1, 10.0.0.3', '198.51.100.1'],
  ['10.0.0.2', '10.0.0.4, 10.0.0.3', '10.0.0.4'],
  ['10.0.0.2', '192.0.2.9, 198.51.100.1:4711', '198.51.100.1'],
  ['10.0.0.2', '[2001:db9::7]:4711, 10.0.0.3:80', '2001:db9::7'],
  ['10.0.0.2', '[2001:db9::7]', '2001:db9::7'],
  ['127.0.0.1', 'unknown', '127.0.0.1'],
  ['2001:db8::1', '2001:db9::7', '2001:db9::7'],
  [undefined, '192.0.2.9, 198.51.100.1', '198.51.100.1'],
  [undefined, undefined, null],
])('a socket of %s forwarded for %s comes from %s', (socket, forwardedFor, expected) => {
  expect(originAddress(socket, forwardedFor, TRUSTED)).toBe(expected);
});

it('does not trust any proxy by default', () => {
  expect(originAddress('127.0.0.1', '198.51.100.1', [])).toBe('127.0.0.1');
});

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['nonsense', null],
  [null, null],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
