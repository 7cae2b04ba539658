import { expect, it } from 'vitest';
import { createDestinationPolicy } from './destination-settings';

const policy = createDestinationPolicy({
  allowedPrivateCidrs: ['127.0.0.0/8', '10.1.0.0/16'],
  ownAddresses: [
    { host: '127.0.0.1', port: 3000 },
    { host: 'Hooks.Example.com.', port: 443 },
    { host: '2001:4860::1', port: 443 },
  ],
  isOwnPathAllowed: (pathname) => /^\/inspector\/\w+$/.test(pathname),
});

it.each([
  'http://127.0.0.1:3000/rest/v2.0/companies/1/events',
  'http://localhost:3000/',
  'http://LOCALHOST.:3000/',
  'http://any.localhost:3000/',
  'http://127.9.8.7:3000/',
  'http://2130706433:3000/',
  'http://0x7f.1:3000/',
  'http://[::1]:3000/',
  'http://[::ffff:127.0.0.1]:3000/',
  'https://hooks.example.com/rest/v2.0/companies/1/events',
  'https://hooks.example.com:443/',
  'https://HOOKS.example.com./',
  'https://hooks%2Eexample.com/',
  'https://ｈｏｏｋｓ.example.com/',
  'https://[2001:4860:0:0::0001]/',
  'http://127.0.0.1:3000/inspector/abc/../../rest',
  'http://127.0.0.1:3000/inspector/%2e%2e/rest',
])('%s is ours', (url) => {
  expect(policy.refusal(url)).toBe('own_address');
});

it.each([
  'https://10.2.0.1/',
  'https://192.168.0.1:3000/',
  'https://169.254.169.254/latest/meta-data',
  'https://[fd00:ec2::254]/',
  'https://0.0.0.0/',
  'https://[::]/',
  'https://[::127.0.0.1]:3000/',
  'https://224.0.0.1/',
])('%s is not allowed', (url) => {
  expect(policy.refusal(url)).toBe('address_not_allowed');
});

it.each([
  'https://example.com/',
  'https://example.com:3000/',
  'https://hooks.example.com:8443/',
  'https://not-hooks.example.com/',
  'https://8.8.8.8/',
  'https://10.1.2.3/',
  'http://127.0.0.1:4000/',
  'http://127.0.0.1:3000/inspector/abc',
])('%s can be saved', (url) => {
  expect(policy.refusal(url)).toBeNull();
});

it.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['10.1.2.3', true],
  ['::ffff:10.1.2.3', true],
  ['10.2.0.1', false],
  ['::1', false],
  ['8.8.8.8', false],
  ['example.com', false],
])('whether %s is an allowed private host: %s', (host, expected) => {
  expect(policy.isAllowedPrivateHost(host)).toBe(expected);
});
