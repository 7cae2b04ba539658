import { expect, it } from 'vitest';
import { peerAddress } from './peer-address';

it.each([
  ['203.0.113.7', undefined, '203.0.113.7'],
  ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['10.0.0.2', 'made up, 192.0.2.9, 198.51.100.1', '198.51.100.1'],
  ['127.0.0.1', 'unknown', '127.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
  [undefined, '198.51.100.1', '198.51.100.1'],
  [undefined, undefined, null],
])('a socket of %s forwarded for %s is counted as %s', (socket, forwardedFor, expected) => {
  expect(peerAddress(socket, forwardedFor)).toBe(expected);
});
