import { forThisMachine } from '@tests/support/patience.mjs';
import { expect, it } from 'vitest';
import { HIDDEN, redactAnswer as redact } from './redact';

const nothing: Record<string, string> = {};
const redactAnswer = (
  answer: Parameters<typeof redact>[0],
  sent: Record<string, string>,
  shown: Record<string, string>,
) => redact(answer, { sent, shown, signingSecrets: [] });

it('removes our own values from an answer that repeats them, and the bare credentials too', () => {
  const sent = {
    Authorization: 'Bearer our-own-token',
    'X-Site': 'site-value',
    'X-Source': 'public-one',
  };
  const shown = { Authorization: '*****token', 'X-Site': '*****value', 'X-Source': 'public-one' };
  const bytes = Buffer.concat([
    Buffer.from('ação our-own-token, Bearer our-own-token, site-value, public-one '),
    Buffer.from([0xff, 0x00, 0x80]),
  ]);
  const { headers, body } = redactAnswer(
    { headers: [['x-seen', 'a site-value']], body: bytes, isBodyTruncated: false },
    sent,
    shown,
  );
  expect(headers).toEqual([['x-seen', `a ${HIDDEN}`]]);
  expect(body).toEqual(
    Buffer.concat([
      Buffer.from(`ação ${HIDDEN}, ${HIDDEN}, ${HIDDEN}, public-one `),
      Buffer.from([0xff, 0x00, 0x80]),
    ]),
  );
});

it('does not change a body that repeats nothing', () => {
  const body = Buffer.from('ok');
  expect(
    redactAnswer({ headers: [], body, isBodyTruncated: false }, { A: 'something' }, nothing).body,
  ).toBe(body);
});

const TOKEN = 'Bearer s3cr3t"\\/<&\'+ %tok=en-ABCdef';
const BASIC = `Basic ${Buffer.from('alice:correct horse battery').toString('base64')}`;
const escaped = (text: string) => text.replace(/[&"'<]/g, (char) => `&#${char.charCodeAt(0)};`);
const hexOf = (char: string) => char.charCodeAt(0).toString(16).padStart(2, '0');
const SPELLINGS: Record<string, (text: string) => string> = {
  JSON: JSON.stringify,
  'JSON within JSON': (text) => JSON.stringify(JSON.stringify({ text })),
  'JSON of PHP': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'JSON of Go': (text) =>
    JSON.stringify(text).replace(/[<&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
  'an address': encodeURIComponent,
  'an address within an address': (text) => encodeURIComponent(encodeURIComponent(text)),
  'a form': (text) => new URLSearchParams({ text }).toString(),
  HTML: escaped,
  'HTML with names': (text) =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
  'other case': (text) => text.toUpperCase(),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 within other text': (text) => Buffer.from(`{"a":"${text}"}`).toString('base64'),
  'an address of all characters': (text) => text.replace(/./g, (char) => `%${hexOf(char)}`),
  'JSON of all characters': (text) => text.replace(/./g, (char) => `\\u00${hexOf(char)}`),
  'HTML of all characters': (text) => text.replace(/./g, (char) => `&#x${hexOf(char)};`),
  'bytes of JSON': (text) => JSON.stringify(Buffer.from(text)),
  'bytes of C': (text) => text.replace(/./g, (char) => `0x${hexOf(char)}, `),
  'bytes with colons': (text) => text.replace(/./g, (char) => `${hexOf(char)}:`),
  'a mail': (text) => text.replace(/./g, (char) => `=${hexOf(char)}`),
  'base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'base64 of base64': (text) => btoa(btoa(text)),
  'base64 of JSON': (text) => btoa(JSON.stringify({ text })),
  'hexadecimal of an address': (text) => Buffer.from(encodeURIComponent(text)).toString('hex'),
  'HTML with long numbers': (text) =>
    text.replace(/./g, (char) => `&#${String(char.charCodeAt(0)).padStart(9, '0')};`),
  'an address of old browsers': (text) => text.replace(/./g, (char) => `%u00${hexOf(char)}`),
  base64url: (text) => Buffer.from(` ${text}`).toString('base64url'),
};

it.each(Object.keys(SPELLINGS))('removes our own values from %s', (name) => {
  const spell = SPELLINGS[name] ?? String;
  for (const sent of [TOKEN, BASIC]) {
    const body = Buffer.from(`seen: ${spell(sent)}.`);
    const header = encodeURIComponent(spell(sent));
    const answer = redactAnswer(
      { headers: [['x-seen', header]], body, isBodyTruncated: false },
      { Authorization: sent },
      { Authorization: '*****' },
    );
    const texts = [answer.body?.toString() ?? '', answer.headers[0]?.[1] ?? ''];
    for (const text of texts) {
      expect(text).toContain(HIDDEN);
      // Base64 keeps a few bits of the first and the last letter.
      expect(text.replaceAll(HIDDEN, '').length).toBeLessThan(60);
      for (const piece of [sent.slice(10, 16), sent.slice(-6), spell(sent).slice(12, -12)])
        expect(text.toLowerCase()).not.toContain(piece.toLowerCase());
    }
  }
});

it.each(['alice:correct horse battery', 'correct horse battery'])(
  'takes what HTTP Basic holds out of an answer: %s',
  (text) => {
    const answer = { headers: [], body: Buffer.from(`no, ${text}!`), isBodyTruncated: false };
    const { body } = redactAnswer(answer, { Authorization: BASIC }, nothing);
    expect(body?.toString()).toBe(`no, ${HIDDEN}!`);
  },
);

it.each([
  ['a cookie', { Cookie: 'sid=COOKIE-SECRET-ONE; other=COOKIE-SECRET-TWO' }],
  ['a parameter', { Authorization: 'Token token="PARAMETER-SECRET-1", user=x' }],
])('removes the parts of %s, which an endpoint may repeat apart', (_what, sent) => {
  const body = Buffer.from(
    '{"a":"COOKIE-SECRET-ONE","b":"COOKIE-SECRET-TWO","c":"PARAMETER-SECRET-1"}',
  );
  const { body: kept } = redactAnswer({ headers: [], body, isBodyTruncated: false }, sent, nothing);
  for (const part of Object.values(sent)
    .join()
    .match(/[A-Z]+-SECRET-\w+/g) ?? [])
    expect(kept?.toString()).not.toContain(part);
});

it('removes the beginning of a value from a body that is cut off within it', () => {
  for (const spell of [String, JSON.stringify, encodeURIComponent]) {
    const spelled = spell(TOKEN);
    for (let length = 8; length < spelled.length; length += 1) {
      const answer = {
        headers: [],
        body: Buffer.from(`seen: ${spelled.slice(0, length)}`),
        isBodyTruncated: true,
      };
      const { body } = redactAnswer(answer, { Authorization: TOKEN }, nothing);
      expect(body?.toString()).toMatch(/^(seen: "?)?\*{8}$/);
    }
  }
});

it.each<[string, (text: string) => Buffer]>([
  ['UTF-16', (text) => Buffer.from(`seen: ${text}`, 'utf16le')],
  ['UTF-16 of JSON', (text) => Buffer.from(JSON.stringify({ text }), 'utf16le').swap16()],
  ['lines', (text) => Buffer.from(text.replace(/.{7}/g, '$&\r\n '))],
  [
    'base64 in lines',
    (text) => Buffer.from(`x: ${btoa(`seen: ${text}`)}`.replace(/.{20}/g, '$&\r\n')),
  ],
])('hides a body that has our own value in %s', (_, spell) => {
  const body = spell('Bearer a-long-token-of-ours');
  const answer = { headers: [], body, isBodyTruncated: false };
  const { body: stored } = redactAnswer(answer, { A: 'Bearer a-long-token-of-ours' }, nothing);
  expect(stored?.toString()).toBe(HIDDEN);
});

it('removes our own values from the names of headers', () => {
  const answer = {
    headers: [['x-site-value', '1']] as [string, string][],
    body: null,
    isBodyTruncated: false,
  };
  const { headers } = redactAnswer(answer, { 'X-Site': 'Site-Value' }, nothing);
  expect(headers).toEqual([[`x-${HIDDEN}`, '1']]);
});

it('takes no longer for a body that almost contains a value', () => {
  const sent = { A: `"\\%&'"${'\\'.repeat(500)}` };
  const startedMs = performance.now();
  for (const text of ['\\', '%25', '&amp;', '"\\%']) {
    const body = Buffer.from(text.repeat(Math.floor(16_384 / text.length)));
    redactAnswer({ headers: [], body, isBodyTruncated: true }, sent, nothing);
  }
  expect(performance.now() - startedMs).toBeLessThan(forThisMachine(1_000));
});

it.each([
  [`${'a'.repeat(4000)}b`, 'a'],
  [`b${'a'.repeat(4000)}`, 'a'],
  [`${'\\'.repeat(60)}b`, '\\'],
  [`${'\\'.repeat(5)}abcdef`, '\\'],
  [`${'\\'.repeat(60)}b`, '%255c'],
  [`${'"\\'.repeat(30)}b`, `"${'\\'.repeat(16)}`],
])('takes no longer for a body with beginnings of a value everywhere (%#)', (value, text) => {
  const body = Buffer.from(text.repeat(Math.floor(16_384 / text.length)));
  const startedMs = performance.now();
  redactAnswer({ headers: [], body, isBodyTruncated: true }, { A: value }, nothing);
  expect(performance.now() - startedMs).toBeLessThan(forThisMachine(1_000));
});

it.each(['x=1 ?', 'eyJ-', 'eyJaaaaaaaa.eyJ-', '//', '"a":"\\"', '&a', '"', '-eyJaaaaaaaa.a.'])(
  'takes no longer for a header with beginnings of a credential everywhere: %s',
  (text) => {
    const values = [text + text.slice(-1).repeat(50_000), text.repeat(20_000)];
    const headers = values.map((value): [string, string] => ['x-a', value]);
    const startedMs = performance.now();
    redactAnswer({ headers, body: null, isBodyTruncated: false }, {}, nothing);
    expect(performance.now() - startedMs).toBeLessThan(forThisMachine(1_000));
  },
);

it('takes no longer for many values and an answer of signs', () => {
  const sent = Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [`X-${n}`, `a="/////++++${n}/+/+/+"; `.repeat(20)]),
  );
  redactAnswer({ headers: [], body: Buffer.from('ok'), isBodyTruncated: false }, sent, nothing);
  const startedMs = performance.now();
  for (const text of ['\\\\\\\\/', '%25', '&#47', '/+', '\\u005c', '='])
    for (const isBodyTruncated of [true, false]) {
      const body = Buffer.from(text.repeat(Math.floor(16_384 / text.length)));
      redactAnswer({ headers: [], body, isBodyTruncated }, sent, nothing);
    }
  expect(performance.now() - startedMs).toBeLessThan(forThisMachine(1_000));
});

it('hides the signing secrets of the hook', () => {
  const key = Buffer.from('a key of twenty-four by.');
  const own = { sent: nothing, shown: nothing, signingSecrets: [key] };
  const body = Buffer.from(`whsec_${key.toString('base64')} and ${key.toString('base64')}`);
  const headers: [string, string][] = [['x-sign', key.toString('base64')]];
  const answer = redact({ headers, body, isBodyTruncated: false }, own);
  expect(answer.headers).toEqual([['x-sign', HIDDEN]]);
  expect(answer.body?.toString()).toBe(`whsec_${HIDDEN} and ${HIDDEN}`);
});

it('hides a body with very many beginnings of a value', () => {
  const value = `${'a'.repeat(4000)}/b`;
  const end = JSON.stringify(`${'a'.repeat(12_000)} ${value}`).replaceAll('/', '\\/');
  const answer = { headers: [], body: Buffer.from(`ok ${end}`), isBodyTruncated: false };
  expect(redactAnswer(answer, { A: value }, nothing).body?.toString()).toBe(HIDDEN);
});

it('takes no longer for many values that begin alike', () => {
  const basic = (name: string) => `Basic ${Buffer.from(`${name}:${name}b`).toString('base64')}`;
  const startedMs = performance.now();
  for (const length of [6, 20, 150]) {
    const sent = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [
        `x-${n}`,
        `${basic(`${'a'.repeat(length)}${n}`)}=${'a'.repeat(length)}b${n}`,
      ]),
    );
    for (const text of [
      'aaaaaaaaaaaa%252525aaaa&amp;amp;',
      '%2525252541\\u004141',
      '=41a%252541',
    ]) {
      const body = Buffer.from(text.repeat(2_000).slice(0, 16_384));
      const headers = Array.from({ length: 200 }, (_, n): [string, string] => [
        `x${n}`,
        `%25%2525&amp;${'a'.repeat(55)}`,
      ]);
      for (let times = 0; times < 8; times += 1)
        redactAnswer({ headers, body, isBodyTruncated: true }, sent, nothing);
    }
  }
  expect(performance.now() - startedMs).toBeLessThan(forThisMachine(1_500));
});

it('keeps the text between many repetitions of a value', () => {
  const body = Buffer.from(`${JSON.stringify(JSON.stringify(TOKEN))} and `.repeat(200));
  const answer = { headers: [], body, isBodyTruncated: false };
  const hidden = redactAnswer(answer, { Authorization: TOKEN }, nothing).body?.toString() ?? '';
  expect(hidden.match(/\*{8}[\\"]+ and /g)).toHaveLength(200);
});
