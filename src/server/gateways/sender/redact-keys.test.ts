import { expect, it } from 'vitest';
import { HIDDEN, redactAnswer as redact } from './redact';

const nothing: Record<string, string> = {};

it('remembers the last answer of a hook, and no other answer or key', () => {
  const sent = { 'X-Key': 'our-own-value' };
  const keys = [Buffer.from('a signing secret')];
  const answered = (
    given: { header?: string; body?: string | null; isCut?: boolean },
    own = keys,
  ) => {
    const { header = 'plain', body = 'ok', isCut: isBodyTruncated = false } = given;
    const bytes = body === null ? null : Buffer.from(body);
    const answer = {
      headers: [['x-seen', header]] as [string, string][],
      body: bytes,
      isBodyTruncated,
    };
    const stored = redact(answer, { sent, shown: nothing, signingSecrets: own });
    return [stored.headers[0]?.[1], stored.body?.toString() ?? null];
  };
  const inBase64 = keys.map((key) => key.toString('base64')).join();
  for (const _ of [1, 2]) {
    expect(answered({})).toEqual(['plain', 'ok']);
    expect(answered({ body: 'our-own-value' })).toEqual(['plain', HIDDEN]);
    expect(answered({ header: 'our-own-value' })).toEqual([HIDDEN, 'ok']);
    expect(answered({ body: null })).toEqual(['plain', null]);
    expect(answered({ body: '' })).toEqual(['plain', '']);
    expect(answered({ body: 'see our-own' })).toEqual(['plain', 'see our-own']);
    expect(answered({ body: 'see our-own', isCut: true })).toEqual(['plain', `see ${HIDDEN}`]);
    expect(answered({ body: inBase64 })).toEqual(['plain', HIDDEN]);
    expect(answered({ body: inBase64 }, [])).toEqual(['plain', inBase64]);
  }
});

it.each([
  ['hex', (key: Buffer) => key.toString('hex')],
  [
    'upper-case hex with colons',
    (key: Buffer) =>
      key
        .toString('hex')
        .toUpperCase()
        .replace(/..(?=.)/g, '$&:'),
  ],
  ['a list', (key: Buffer) => JSON.stringify([...key])],
  ['a list with spaces', (key: Buffer) => [...key].join(', ')],
  [
    'base64 within a longer text',
    (key: Buffer) => Buffer.concat([Buffer.from('a'), key]).toString('base64'),
  ],
])('hides the bytes of a signing secret as %s', (_, written) => {
  const key = Buffer.from('a5f8e4d1c3b2a190f0e1d2c3b4a59687', 'hex');
  const body = Buffer.from(`key ${written(key)} end`);
  const answer = { headers: [], body, isBodyTruncated: false };
  const stored = redact(answer, { sent: { A: 'b' }, shown: nothing, signingSecrets: [key] });
  expect(stored.body?.toString()).toMatch(/^(key )?\*{8}( end)?$|^key \S{0,4}\*{8}\S{0,4} end$/);
});
