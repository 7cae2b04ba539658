import { expect, it } from 'vitest';
import { checkDestinationUrl } from './destination';
import { parseUrl } from './parse-url';

it('distinguishes a URL from another text', () => {
  expect(parseUrl('https://example.com/a')?.host).toBe('example.com');
  expect(parseUrl('example.com')).toBeNull();
});

it('accepts a host in Portuguese at any number of calls', () => {
  const url = 'https://obras.construção.com.br/webhooks';
  const refused = Array.from({ length: 50_000 }, () =>
    checkDestinationUrl(url, { allowHttp: false, isAllowedPrivateHost: () => false }),
  ).filter(({ ok }) => !ok);
  expect(refused).toHaveLength(0);
});
