import { expect, test } from 'vitest';
import { csvLine } from './csv';

test.each([
  [['RFIs', 7, null, ''], 'RFIs,7,,'],
  [['a,b', 'say "hi"', 'two\nlines'], '"a,b","say ""hi""","two\nlines"'],
  [['=1+1', '+1', '-1', '@SUM(A1)'], "'=1+1,'+1,'-1,'@SUM(A1)"],
  [['\tx', '\rx'], '\'\tx,"\'\rx"'],
  [['=HYPERLINK("http://x","y")'], '"\'=HYPERLINK(""http://x"",""y"")"'],
  [[-5], '-5'],
  [['a=b', 'São Luís'], 'a=b,São Luís'],
])('%j', (values: (string | number | null)[], line) => {
  expect(csvLine(values)).toBe(`${line}\r\n`);
});
