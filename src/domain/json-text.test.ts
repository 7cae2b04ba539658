import { forThisMachine } from '@tests/support/patience.mjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersOf, positionAt, positionOfNoJson, scanJson } from './json-text';

const slicesOf = (text: string) => {
  const found: unknown[] = [];
  scanJson(text, ({ index, field }, from, to) => found.push([index, field, text.slice(from, to)]));
  return found;
};

describe('scanJson', () => {
  it('passes each value of an object as it is written', () => {
    expect(slicesOf(' { "a" : [1, {"b":2}] , "c":"x,}\\"" ,"d": -1.10 } ')).toEqual([
      [null, 'a', '[1, {"b":2}]'],
      [null, 'c', '"x,}\\""'],
      [null, 'd', '-1.10'],
    ]);
  });

  it('counts the items of a list of any kind', () => {
    expect(slicesOf('[{"a":1},7,[{"a":2}],{},{"a":{"a":3}}]')).toEqual([
      [0, 'a', '1'],
      [4, 'a', '{"a":3}'],
    ]);
  });

  it('finds the values that a parser finds', () => {
    const objects = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
    fc.assert(
      fc.property(objects, fc.constantFrom(undefined, 1, '\t'), (object, indent) => {
        const members = membersOf(JSON.stringify(object, null, indent));
        expect(members.map(({ name, value }) => [name, JSON.parse(value)])).toEqual(
          Object.entries(JSON.parse(JSON.stringify(object)) as object),
        );
      }),
    );
  });

  it.each([
    ['{"a":1e400}', 'number_not_finite', null, 'a'],
    ['[{"a":1},{"b":[-2E+999]}]', 'number_not_finite', 1, 'b'],
    [`{"a":${'9'.repeat(400)}}`, 'number_not_finite', null, 'a'],
    ['{"a":{"b":"x\\u0000"}}', 'nul_character', null, 'a'],
    ['{"a":"\\\\\\u0000"}', 'nul_character', null, 'a'],
    [`{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 'too_deep', null, 'a'],
  ])('says why %s cannot be stored', (text, code, index, field) => {
    expect(scanJson(text)).toEqual([{ code, index, field }]);
  });

  it.each([
    '{"a":1e308,"b":"1e400","c":"\\\\u0000","d":[true,false,null],"e":1e-400}',
    `{"a":${'['.repeat(63)}${']'.repeat(63)}}`,
  ])('takes %s', (text) => {
    expect(scanJson(text)).toEqual([]);
  });

  it('reads a mebibyte once, also a hostile one', () => {
    const most = 1024 * 1024;
    const hostile = [
      '['.repeat(most),
      `{"a":"${'\\'.repeat(most)}"}`,
      `[${'"x",'.repeat(most / 4)}"\\u0000"]`,
      `{"a":"${'\\\\u0000'.repeat(most / 8)}"}`,
      '"'.repeat(most),
    ];
    const startedMs = performance.now();
    for (const text of hostile) scanJson(text);
    expect(performance.now() - startedMs).toBeLessThan(forThisMachine(5_000));
  });
});

it('names the field of a position', () => {
  const text = '[{"a":1,"b":"xyz"}]';
  expect(positionAt(text, text.indexOf('y'))).toEqual({ index: 0, field: 'b' });
  expect(positionAt(text, 0)).toEqual({ index: null, field: null });
});

it.each([
  ['{"a":1,"b":NaN}', null, 'b'],
  ['[{"a":01}]', 0, 'a'],
  ['[{"a":.5}]', 0, 'a'],
  ['{"a":1', null, null],
  ['nonsense', null, null],
])('names the field of %s that is not JSON', (text, index, field) => {
  expect(positionOfNoJson(text)).toEqual({ index, field });
});

it('reports the depth also behind very many other flaws', () => {
  const flaws = Array.from({ length: 1_500 }, (_, n) => `"f${n}":1e999`).join(',');
  const text = `{${flaws},"deep":${'['.repeat(100)}${']'.repeat(100)}}`;
  expect(scanJson(text).map(({ code }) => code)).toContain('too_deep');
});
