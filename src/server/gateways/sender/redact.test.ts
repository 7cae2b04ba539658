import { expect, it } from 'vitest';
import { HIDDEN, redactAnswer } from './redact';

const nothing: Record<string, string> = {};
const storedOf = (name: string, value: string) =>
  redactAnswer({ headers: [[name, value]], body: null }, nothing, nothing).headers[0]?.[1];

it.each([
  ['set-cookie', 'sid=s3cret; Path=/; HttpOnly'],
  ['Set-Cookie2', 'sid=s3cret'],
  ['authorization', 's3cret'],
  ['proxy-authorization', 'Basic s3cret'],
  ['authentication-info', 'nextnonce="s3cret"'],
  ['x-api-key', 's3cret'],
  ['X-Auth-Token', 's3cret'],
  ['x-amz-security-token', 's3cret'],
  ['x-csrf', 's3cret'],
  ['x-client-secret', 's3cret'],
  ['x-session', 's3cret'],
  ['x-sid', 's3cret'],
  ['x-anything', 'Bearer s3cret'],
])('keeps nothing of %s: %s', (name, value) => {
  expect(storedOf(name, value)).toBe(HIDDEN);
});

it.each([
  ['www-authenticate', 'Bearer realm="s3cret"', `Bearer ${HIDDEN}`],
  ['Proxy-Authenticate', 'Negotiate s3cret', `Negotiate ${HIDDEN}`],
  ['location', 'https://me:s3cret@a.example/x', `https://${HIDDEN}@a.example/x`],
  [
    'location',
    '/in?page=2&access_token=s3cret#id_token=s3cret',
    `/in?page=2&access_token=${HIDDEN}#id_token=${HIDDEN}`,
  ],
  ['link', '</next?code=s3cret>; rel=next', `</next?code=${HIDDEN}>; rel=next`],
  ['x-note', 'see eyJhbGciOiJI.s3cret.s3cret', `see ${HIDDEN}`],
])('keeps what says why, but no credentials, of %s: %s', (name, value, stored) => {
  expect(storedOf(name, value)).toBe(stored);
});

it.each([
  ['content-type', 'application/json; charset=utf-8'],
  ['etag', '"abc=="'],
  ['x-request-id', '0c1d'],
  ['x-ping', 'pong'],
  ['cache-control', 'max-age=60, s-maxage=3'],
  ['retry-after', '120'],
  ['location', 'https://a.example/in?page=2'],
])('keeps %s: %s', (name, value) => {
  expect(storedOf(name, value)).toBe(value);
});

it('takes our own values out of what a receiver repeats, the credentials alone too', () => {
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
    { headers: [['x-seen', 'a site-value']], body: bytes },
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

it('leaves a body alone that repeats nothing', () => {
  const body = Buffer.from('ok');
  expect(redactAnswer({ headers: [], body }, { A: 'something' }, nothing).body).toBe(body);
});
