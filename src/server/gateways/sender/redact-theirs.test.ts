import { expect, it } from 'vitest';
import { HIDDEN, redactAnswer } from './redact';

const nothing: Record<string, string> = {};
const own = { sent: nothing, shown: nothing, signingSecrets: [] };
const storedOf = (name: string, value: string) =>
  redactAnswer({ headers: [[name, value]], body: null, isBodyTruncated: false }, own)
    .headers[0]?.[1];

it.each([
  ['set-cookie', 'sid=s3cret; Path=/; HttpOnly'],
  ['Set-Cookie2', 'sid=s3cret'],
  ['authorization', 's3cret'],
  ['proxy-authorization', 'Basic s3cret'],
  ['authentication-info', 'nextnonce="s3cret"'],
  ['x-api-key', 's3cret'],
  ['X-Auth-Token', 's3cret'],
  ['x-amz-security-token', 's3cret'],
  ['x-bearer', 's3cret'],
  ['passphrase', 's3cret'],
  ['x-pass', 's3cret'],
  ['x-csrf', 's3cret'],
  ['x-client-secret', 's3cret'],
  ['x-session', 's3cret'],
  ['x-sid', 's3cret'],
  ['x-anything', 'Bearer s3cret'],
])('hides %s completely: %s', (name, value) => {
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
  ['location', 'https://me:a@b:s3cret@a.example/x', `https://${HIDDEN}@a.example/x`],
  [
    'location',
    '/acs?SAMLResponse=s3cret&ticket=s3cret',
    `/acs?SAMLResponse=${HIDDEN}&ticket=${HIDDEN}`,
  ],
  ['x-json', '{"access_token": "s3\\"cret","id":"7"}', `{"access_token": "${HIDDEN}","id":"7"}`],
  ['x-json', '{"token":["s3cret"],"n":[1]}', `{"token":"${HIDDEN}","n":[1]}`],
  ['x-json', '{"password":12345678,"n":1}', `{"password":"${HIDDEN}","n":1}`],
  ['x-note', 'sent "Bearer s3crets3cret="', `sent "Bearer ${HIDDEN}"`],
  ['link', '</next?code=s3cret>; rel=next', `</next?code=${HIDDEN}>; rel=next`],
  ['x-note', 'see eyJhbGciOiJI.s3cret.s3cret', `see ${HIDDEN}`],
  ['x-note', 'v1.a-eyJhbGciOiJI.s3cret.s3cret.b', `v1.a-${HIDDEN}.b`],
  ['x-note', 'eyJhbGciOiJI.s3cret.', HIDDEN],
  ['x-note', 'eyJhbGciOiJI..x eyJhb.x.x', 'eyJhbGciOiJI..x eyJhb.x.x'],
  ['x-note', 'a?b?token=s3cret?x&c=d', `a?b?token=${HIDDEN}&c=d`],
  ['x-note', 'access_token=s3cret', `access_token=${HIDDEN}`],
  ['x-note', 'retry with token=s3cret', `retry with token=${HIDDEN}`],
  ['x-note', "state='on',token='s3cret'", `state='on',token=${HIDDEN}`],
  ['location', '/in?next=/cb?token=s3cret&page=2', `/in?next=/cb?token=${HIDDEN}&page=2`],
  ['location', '/in?next=%2Fcb%3Ftoken%3Ds3cret&page=2', `/in?next=${HIDDEN}&page=2`],
  ['location', '/in?next=%252Fcb%253Ftoken%253Ds3cret', `/in?next=${HIDDEN}`],
  ['location', '/in?to=https%3A%2F%2Fme%3As3cret%40a.example', `/in?to=${HIDDEN}`],
  ['location', '/in?c=%7B%22token%22%3A%22s3cret%22%7D', `/in?c=${HIDDEN}`],
  ['location', '/in%3Ftoken%3Ds3cret', HIDDEN],
  ['x-note', 'use ghp_s3crets3crets3cret, please', `use ${HIDDEN}, please`],
  ['x-note', 'sk_live_s3crets3crets3cret', HIDDEN],
])('keeps the reason, but not the credentials, of %s: %s', (name, value, stored) => {
  expect(storedOf(name, value)).toBe(stored);
});

it.each([
  ['content-type', 'application/json; charset=utf-8'],
  ['etag', '"abc=="'],
  ['x-request-id', '0c1d'],
  ['x-ping', 'pong'],
  ['cache-control', 'max-age=60, s-maxage=3'],
  ['access-control-allow-credentials', 'true'],
  ['x-author', 'Ann'],
  ['x-cache-key', '7'],
  ['x-ratelimit-tokens-remaining', '7'],
  ['x-plan', 'Basic plan'],
  ['x-limiter', 'Token bucket is full'],
  ['retry-after', '120'],
  ['location', 'https://a.example/in?page=2'],
  ['location', '/in?next=%2Ftools%3Fpage%3D2&q=100%&r=%E0%A4'],
  ['link', '</a?page=2>; rel="next"; title="A, b=c"'],
  ['x-note', 'sk_live_short'],
])('keeps %s: %s', (name, value) => {
  expect(storedOf(name, value)).toBe(value);
});
