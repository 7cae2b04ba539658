import { expect, it } from 'vitest';
import { readReason } from './stored-json';

it.each([
  [null, null],
  [
    { code: 'http_status', params: { status: 503 } },
    { code: 'http_status', params: { status: 503 } },
  ],
  // Written by a release that knows more reasons.
  [
    { code: 'receiver_asleep', params: { host: 'a.example' } },
    { code: 'other', params: { host: 'a.example' } },
  ],
  [
    { code: 'http_status', params: { status: [1] } },
    { code: 'unreadable', params: {} },
  ],
  ['gone', { code: 'unreadable', params: {} }],
])('the stored reason %j reads as %j', (stored, read) => {
  expect(readReason(stored)).toEqual(read);
});
