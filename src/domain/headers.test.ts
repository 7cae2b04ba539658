import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkHeader,
  checkHookHeaders,
  HEADER_NAME_LENGTH_MAX,
  HEADER_VALUE_LENGTH_MAX,
  HOOK_HEADERS_MAX,
  isLabelHeader,
  isMask,
  isReservedHeaderName,
  maskValue,
} from './headers';

describe('checkHeader', () => {
  it.each([
    ['Authorization', 'Basic c3a2Zm9vOmJhcg=='],
    ['authorization', 'Bearer a.b-c_d'],
    ['X-Hook-Event', 'rfiCreated'],
    ['X-OpenLot-Webhook-Secret', 's'],
    ['x_api.key', 'two words\tand a tab'],
    ['Cookie', 'a=1; b="2"'],
  ])('accepts %s: %s', (name, value) => {
    expect(checkHeader(name, value)).toBeNull();
  });

  it.each([
    ['', 'x', 'name_not_valid'],
    ['X Y', 'x', 'name_not_valid'],
    ['X:Y', 'x', 'name_not_valid'],
    [':path', 'x', 'name_not_valid'],
    ['X\r\nHost', 'x', 'name_not_valid'],
    ['Cabeçalho', 'x', 'name_not_valid'],
    ['x'.repeat(HEADER_NAME_LENGTH_MAX + 1), 'x', 'name_too_long'],
    ['X-Key', '', 'value_empty'],
    ['X-Key', 'a\r\nX-Other: b', 'value_not_valid'],
    ['X-Key', 'a\nb', 'value_not_valid'],
    ['X-Key', 'a\u0000b', 'value_not_valid'],
    ['X-Key', ' a', 'value_padded'],
    ['X-Key', 'a ', 'value_padded'],
    ['X-Key', ' ', 'value_not_valid'],
    ['X-Key', 'ação', 'value_not_valid'],
    ['X-Key', 'x'.repeat(HEADER_VALUE_LENGTH_MAX + 1), 'value_too_long'],
  ])('refuses %j: %j as %s', (name, value, code) => {
    expect(checkHeader(name, value)).toBe(code);
  });

  it.each([
    'Host',
    'content-length',
    'Content-Type',
    'CONTENT-ENCODING',
    'Transfer-Encoding',
    'TE',
    'Trailer',
    'Connection',
    'Keep-Alive',
    'Upgrade',
    'Expect',
    'Proxy-Authorization',
    'User-Agent',
    'webhook-id',
    'Webhook-Signature',
    'webhook-test',
    'webhook-hops',
  ])('keeps %s for the sender', (name) => {
    expect(isReservedHeaderName(name)).toBe(true);
    expect(checkHeader(name, 'x')).toBe('name_reserved');
  });
});

describe('checkHookHeaders', () => {
  it('finds no problem in a good set or an empty one', () => {
    expect(checkHookHeaders({ Authorization: 'Bearer x', 'X-Site': '7' })).toEqual([]);
    expect(checkHookHeaders({})).toEqual([]);
  });

  it('names each bad header', () => {
    expect(checkHookHeaders({ Host: 'a', 'X-Key': '', 'X-Good': 'b' })).toEqual([
      { name: 'Host', code: 'name_reserved' },
      { name: 'X-Key', code: 'value_empty' },
    ]);
  });

  it('refuses one name in two spellings, since only one could be sent', () => {
    expect(checkHookHeaders({ Authorization: 'a', authorization: 'b' })).toEqual([
      { name: 'authorization', code: 'name_repeated' },
    ]);
  });

  it('limits their number and their length together', () => {
    const many = (count: number, length: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`x-${index}`, 'v'.repeat(length)]),
      );
    expect(checkHookHeaders(many(HOOK_HEADERS_MAX, 10))).toEqual([]);
    expect(checkHookHeaders(many(HOOK_HEADERS_MAX + 1, 10))).toEqual([
      { name: null, code: 'too_many' },
    ]);
    expect(checkHookHeaders(many(2, HEADER_VALUE_LENGTH_MAX))).toEqual([
      { name: null, code: 'too_long' },
    ]);
  });
});

describe('maskValue', () => {
  it('shows the last five characters of a long value', () => {
    expect(maskValue('Bearer abcdefxMiJ9')).toBe('*****xMiJ9');
    expect(maskValue('1234567890')).toBe('*****67890');
  });

  it('shows nothing of a short one', () => {
    expect(maskValue('123456789')).toBe('*****');
    expect(maskValue('')).toBe('*****');
  });

  it('never shows more than five characters, nor the length, and is recognised as a mask', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 10 }), (value) => {
        const masked = maskValue(value);
        expect(masked).toHaveLength(10);
        expect(value.endsWith(masked.replace(/^\*{5}/, ''))).toBe(true);
        expect(isMask(masked)).toBe(true);
      }),
    );
    expect(isMask('**********345678')).toBe(true);
    for (const changed of ['Bearer *****', '****5678', 'Basic ***'])
      expect(isMask(changed)).toBe(true);
    expect(isMask('*/*, text/**')).toBe(false);
  });
});

it('only the header by which a connector finds its hooks is a label', () => {
  expect(['X-Hook-Event', 'x-hook-event', 'X-Api-Key', 'X-Source'].map(isLabelHeader)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
