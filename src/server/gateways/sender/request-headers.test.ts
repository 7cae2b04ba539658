import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { buildRequestHeaders, type HeaderInput } from './request-headers';

const input: HeaderInput = {
  headers: {},
  shownHeaders: {},
  webhookId: 'msg_1',
  timestampSeconds: 1_700_000_000,
  attempt: 3,
  hops: 2,
  isTest: false,
  signingSecrets: [randomBytes(32)],
};

function build(change: Partial<HeaderInput>) {
  return buildRequestHeaders({ ...input, ...change }, Buffer.from('{}'), 'Gancho/1');
}

it('drops headers that a hook may not set, in any spelling', () => {
  const forbidden = {
    HOST: 'evil',
    'Content-Length': '0',
    'content-Type': 'text/plain',
    'Transfer-Encoding': 'chunked',
    Connection: 'close',
    'User-Agent': 'x',
    'Webhook-Id': 'x',
    'WEBHOOK-SIGNATURE': 'v1,x',
    'Webhook-Hops': '0',
    'webhook-anything': 'x',
    'bad name': 'x',
    'X-Split': 'a\r\nHost: evil',
    Expect: '100-continue',
  };
  const plain = build({});
  expect(build({ headers: forbidden })).toEqual(plain);
  expect(build({ headers: { ...forbidden, 'X-Mine': 'yes' } }).wire).toEqual([
    ...plain.wire,
    'X-Mine',
    'yes',
  ]);
});

it('sends values unchanged and records only their displayable part', () => {
  const headers = {
    Authorization: 'Bearer s3cret',
    'X-Site': 's3cret',
    constructor: 's3cret',
    'X-Region': 'west',
  };
  const shownHeaders = { Authorization: '*****', 'X-Region': 'west' };
  const { wire, recorded } = build({ headers, shownHeaders });
  expect(wire.filter((text) => text.includes('s3cret'))).toHaveLength(3);
  expect(JSON.stringify(recorded)).not.toContain('s3cret');
  expect(recorded).toMatchObject({
    ...shownHeaders,
    'X-Site': '********',
    constructor: '********',
    'webhook-attempt': '3',
    'webhook-hops': '2',
  });
});

it('marks tests, and signs only with a key', () => {
  expect(build({ isTest: true }).recorded['webhook-test']).toBe('true');
  expect(build({}).recorded['webhook-test']).toBeUndefined();
  expect(build({ signingSecrets: [] }).recorded['webhook-signature']).toBeUndefined();
});
