import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prettyJson } from './pretty-json';

it('formats JSON like the language', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
      (value) => {
        expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      },
    ),
  );
});

it('keeps every value as it is written', () => {
  expect(prettyJson('{"__proto__":12345678901234567890,"b":[1.10,-0.0,"\\u00e9"],"a":{}}')).toBe(
    '{\n  "__proto__": 12345678901234567890,\n  "b": [\n    1.10,\n    -0.0,\n    "\\u00e9"\n  ],\n  "a": {}\n}',
  );
});

it.each(['plain', '{"a":', '12'])('does not change %s', (text) => {
  expect(prettyJson(text)).toBeNull();
});

it('does not indent very deep levels', () => {
  const deep = '['.repeat(30_000) + ']'.repeat(30_000);
  expect(prettyJson(deep)).toBe(deep);
});
