import { expect, it } from 'vitest';
import { freeTextColumn, numberColumn, textColumn } from './columns';

it('writes numbers as an array literal of Postgres, with its nulls', () => {
  expect(numberColumn([1, null, 2.5])).toBe('{1,NULL,2.5}');
  expect(numberColumn([])).toBe('{}');
});

it('joins texts with a character that JSON always escapes', () => {
  const text = JSON.stringify({ a: '\x1f', b: '"' });
  expect(textColumn([text, null, 'x']).split('\x1f')).toEqual([text, '', 'x']);
});

it('separates arbitrary texts from null, and leaves unsupported texts to the driver', () => {
  expect(freeTextColumn(['a', null, '', '\n"{}\\'])).toBe('a\x1f\x1e\x1f\x1f\n"{}\\');
  expect(freeTextColumn(['a', 'b\x1f'])).toBeNull();
  expect(freeTextColumn(['\x1e'])).toBeNull();
  expect(freeTextColumn([''])).toBeNull();
});
