import { expect, it } from 'vitest';
import { HIDDEN, redactAnswer } from './redact';

const stored = (sent: string, text: string, isBodyTruncated = false) =>
  redactAnswer(
    { headers: [['x-seen', text]], body: Buffer.from(text), isBodyTruncated },
    { sent: { 'X-Key': sent }, shown: { 'X-Key': '*****' }, signingSecrets: [] },
  );

/** Values with too few letters and digits to be found by these alone. */
const SIGNS = 'p@$$w0-!!#%';

it.each([
  ['itself', SIGNS, SIGNS],
  ['behind its scheme', `Bearer ${SIGNS}`, SIGNS],
  ['the password of HTTP Basic', `Basic ${btoa(`svc:${SIGNS}`)}`, SIGNS],
  ['in an address', SIGNS, encodeURIComponent(SIGNS)],
  ['in HTML', SIGNS, SIGNS.replace(/[^\w]/g, (char) => `&#${char.charCodeAt(0)};`)],
  ['in JSON', '"\\"\\1-2!', JSON.stringify('"\\"\\1-2!')],
  ['with a quote, in JSON', 'p@"$$w0-!!#%', JSON.stringify('p@"$$w0-!!#%').slice(1, -1)],
  ['with a quote, of HTTP Basic', `Basic ${btoa('u:p@"$$w!!#')}`, 'p@\\"$$w!!#'],
  ['with backslashes', '##\\\\##!!..%%', '##\\\\##!!..%%'],
  ['with a slash, in JSON of PHP', 'p@/$$w0/!!#%', 'p@\\/$$w0\\/!!#%'],
  [
    'with spaces, in a form',
    'p@ $$w ##%%!',
    new URLSearchParams({ k: 'p@ $$w ##%%!' }).toString().slice(2),
  ],
  ['by names of HTML', 'Secr$tV!alue*2026', 'Secr&dollar;tV&excl;alue&ast;2026'],
  ['with a tab, in JSON', 'abc!def\tSecretPassword2026', 'abc!def\\tSecretPassword2026'],
  ['in base64 of HTML', 'a"b&c<SecretPassword', btoa('x a&quot;b&amp;c&lt;SecretPassword x')],
  [
    'in base64 of base64 of JSON',
    'a"b&c<SecretPassword',
    btoa(btoa(JSON.stringify({ k: 'a"b&c<SecretPassword' }))),
  ],
  ['numbers', '12.34-5', '12.34-5'],
])('removes a value of signs: %s', (_, sent, seen) => {
  const { headers, body } = stored(sent, `{"got":"${seen}"}`);
  for (const text of [headers[0]?.[1] ?? '', body?.toString() ?? '']) {
    expect(text).toContain(HIDDEN);
    expect(text).not.toContain(seen);
  }
});

it('removes the beginning of a value that begins with signs from a body that is cut off', () => {
  const sent = 'Z!@#$%^&*()Xabcdef123456';
  for (let length = 6; length < sent.length; length += 1) {
    const { body } = stored(sent, `seen: ${sent.slice(0, length)}`, true);
    expect(body?.toString()).toBe(`seen: ${HIDDEN}`);
  }
});
