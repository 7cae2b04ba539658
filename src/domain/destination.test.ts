import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDestinationUrl, DESTINATION_URL_LENGTH_MAX } from './destination';

const httpsOnly = { allowHttp: false };

describe('checkDestinationUrl', () => {
  it.each([
    'https://example.com',
    'https://example.com/hooks?site=7&x=%20',
    'https://Example.com:8443/a/../b',
    'https://obras.construção.com.br/webhooks',
    'https://203.0.113.7/in',
    'https://[2001:db8::1]:8443/in',
    'https://example.com/users/@me',
  ])('accepts %s and gives it back as it came', (url) => {
    expect(checkDestinationUrl(url, httpsOnly)).toEqual({ ok: true, url });
  });

  it.each([
    ['', 'not_a_url'],
    ['example.com/hook', 'not_a_url'],
    ['https:example.com', 'not_a_url'],
    ['https:/example.com', 'not_a_url'],
    ['//example.com', 'not_a_url'],
    ['https://exa mple.com', 'not_a_url'],
    [' https://example.com', 'not_a_url'],
    ['https://example.com\n', 'not_a_url'],
    ['https://exam\tple.com', 'not_a_url'],
    ['https://example.com/\u202e', 'not_a_url'],
    ['https://example.com/\u009b31m', 'not_a_url'],
    ['https:\\\\example.com\\x', 'not_a_url'],
    ['https://example.com\\@evil.test/', 'not_a_url'],
    ['https://example.com:99999/', 'not_a_url'],
    ['https://example.com:22/', 'port_not_allowed'],
    ['https://example.com:5432/', 'port_not_allowed'],
    ['https://example.com:0011211/', 'port_not_allowed'],
    ['https://[::1', 'not_a_url'],
    ['https://1.2.3.4.5.6/', 'not_a_url'],
    ['http://example.com/', 'scheme_not_allowed'],
    ['ftp://example.com/', 'scheme_not_allowed'],
    ['file:///etc/passwd', 'scheme_not_allowed'],
    ['javascript://example.com/%0aalert(1)', 'scheme_not_allowed'],
    ['https://user:secret@example.com/', 'has_credentials'],
    ['https://user@example.com/', 'has_credentials'],
    ['https://@example.com/', 'has_credentials'],
    ['https://example.com/#part', 'has_fragment'],
    ['https://example.com/#', 'has_fragment'],
    ['https://', 'no_host'],
    ['https:///example.com', 'no_host'],
    ['https://?x=1', 'no_host'],
    ['https://:443/', 'no_host'],
  ])('refuses %j: %s', (url, code) => {
    expect(checkDestinationUrl(url, httpsOnly)).toEqual({ ok: false, code });
  });

  it('writes the scheme in lower case', () => {
    const check = checkDestinationUrl('HTTPS://Example.com/A', httpsOnly);
    expect(check).toEqual({ ok: true, url: 'https://Example.com/A' });
  });

  it('limits the length', () => {
    const longest = `https://example.com/${'a'.repeat(DESTINATION_URL_LENGTH_MAX - 20)}`;
    expect(checkDestinationUrl(longest, httpsOnly).ok).toBe(true);
    expect(checkDestinationUrl(`${longest}a`, httpsOnly)).toEqual({ ok: false, code: 'too_long' });
  });

  it('refuses port 0, to which nobody can connect', () => {
    const url = 'https://example.com:0/in';
    expect(checkDestinationUrl(url, httpsOnly)).toEqual({ ok: false, code: 'not_a_url' });
  });

  it('accepts http if it is allowed', () => {
    const url = 'http://example.com/in';
    expect(checkDestinationUrl(url, { allowHttp: true })).toEqual({ ok: true, url });
  });

  it('accepts http for an allowed private host, and asks only about that host', () => {
    const asked: string[] = [];
    const policy = {
      allowHttp: false,
      isAllowedPrivateHost: (host: string) => {
        asked.push(host);
        return host === '127.0.0.1' || host === '::1';
      },
    };
    expect(checkDestinationUrl('http://127.0.0.1:4000/in', policy).ok).toBe(true);
    expect(checkDestinationUrl('http://[::1]:4000/in', policy).ok).toBe(true);
    expect(checkDestinationUrl('http://0x7f.1/in', policy).ok).toBe(true);
    expect(checkDestinationUrl('http://example.com/in', policy).ok).toBe(false);
    expect(checkDestinationUrl('https://example.com/in', policy).ok).toBe(true);
    expect(asked).toEqual(['127.0.0.1', '::1', '127.0.0.1', 'example.com']);
  });

  it('accepts nothing that a URL parser does not read as plain https', () => {
    const piece = fc.constantFrom(
      'https',
      'http',
      ':',
      '/',
      '//',
      '@',
      '#',
      '?',
      '\\',
      '.',
      'a.test',
      '%40',
      '[::1]',
      '\t',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const check = checkDestinationUrl(`https://${pieces.join('')}`, httpsOnly);
        if (!check.ok) return;
        const parsed = new URL(check.url);
        expect(parsed.protocol).toBe('https:');
        expect(parsed.username + parsed.password + parsed.hash).toBe('');
        expect(parsed.hostname).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});
