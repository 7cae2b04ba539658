import { expect, it } from 'vitest';
import { escapeControls, hasControls } from './control-characters';

it.each([
  ['\x1b[31mred', '\\u001b[31mred'],
  ['\x9b31m', '\\u009b31m'],
  ['a\nb\tc\0', 'a\\u000ab\\u0009c\\u0000'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['half \ud83d of one', 'half \\ud83d of one'],
  ['\u2066x\u2069', '\\u2066x\\u2069'],
])('%j is not a name', (text, shown) => {
  expect(hasControls(text)).toBe(true);
  expect(escapeControls(text)).toBe(shown);
});

it.each(['São Luís – Obra nº 7', '東京 👩‍🔧', 'عمارة', 'O’Brien & Söhne', ''])(
  '%s is allowed in one',
  (text) => {
    expect(hasControls(text)).toBe(false);
    expect(escapeControls(text)).toBe(text);
  },
);
