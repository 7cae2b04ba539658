import { expect, it } from 'vitest';
import { RawJson } from '@/domain/raw-json';
import { format, formatJson } from './format';

it('writes a list as a table of aligned columns', () => {
  const rows = [
    { id: 1, name: 'Alfa', tags: ['a', 'b'] },
    { id: 1002, name: 'B', tags: [] },
  ];
  expect(format(rows)).toBe('id    name  tags\n1     Alfa  a, b\n1002  B     -');
  expect(format([])).toBe('none');
});

it('writes an object line by line, with lists of objects as tables below', () => {
  expect(format({ ok: true, checks: [{ check: 'key', at: null }] })).toBe(
    'ok      true\nchecks\n  check  at\n  key    -',
  );
});

it('writes JSON that can be read again, with any space and controls in a payload', () => {
  const text = '{\r\n\t"a":\n1, "b":"\u202e\u0085\\u001b"}';
  const line = formatJson({ payload: new RawJson(text), name: 'a\u0007\n' });
  expect(JSON.parse(line)).toEqual({ payload: JSON.parse(text), name: 'a\u0007\n' });
  expect(line).toMatch(/^[ -~]*$/);
});

it('writes a payload as its own text, also for people', () => {
  expect(format({ payload: new RawJson('{"id":1.10}') })).toBe('payload  {"id":1.10}');
});
