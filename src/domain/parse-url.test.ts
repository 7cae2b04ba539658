import { expect, it } from 'vitest';
import { checkDestinationUrl } from './destination';
import { parseUrl } from './parse-url';

it('tells a URL from another text', () => {
  expect(parseUrl('https://example.com/a')?.host).toBe('example.com');
  expect(parseUrl('example.com')).toBeNull();
});

it('takes a host in Portuguese however often it is asked', () => {
  const url = 'https://obras.construção.com.br/webhooks';
  const refused = Array.from({ length: 50_000 }, () =>
    checkDestinationUrl(url, { allowHttp: false, isAllowedPrivateHost: () => false }),
  ).filter(({ ok }) => !ok);
  expect(refused).toHaveLength(0);
});
