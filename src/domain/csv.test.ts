import { expect, test } from 'vitest';
import { csvLine } from './csv';

test.each([
  [['RFIs', 7, null, ''], 'RFIs,7,,'],
  [['a,b', 'say "hi"', 'two\nlines'], '"a,b","say ""hi""","two\nlines"'],
  [['=1+1', '+1', '-1', '@SUM(A1)'], "'=1+1,'+1,'-1,'@SUM(A1)"],
  [['\tx', '\rx'], '"\'\tx","\'\rx"'],
  [['a;=1', 'a\t+1', 'a\n-1', 'a\r\n@x', 'a,=1'], `"a;'=1","a\t'+1","a\n'-1","a\r\n'@x","a,'=1"`],
  [['＝1', '＋1', '－1', '＠x', ' =1', '　＝1'], "'＝1,'＋1,'－1,'＠x,' =1,'　＝1"],
  [['1234567890123456', '123456789012345'], "'1234567890123456,123456789012345"],
  [[' 1234567890123456 ', '1234567890.123456'], "' 1234567890123456 ,'1234567890.123456"],
  [['5982e24', '1.5E+3', '1e', '5982a24'], "'5982e24,'1.5E+3,1e,5982a24"],
  [['=HYPERLINK("http://x","y")'], '"\'=HYPERLINK(""http://x"",""y"")"'],
  [['a;"=1', 'a;"" +1', '"@x'], `"a;'""=1","a;'"""" +1","'""@x"`],
  [[-5], '-5'],
  [['a=b', 'São Luís'], 'a=b,São Luís'],
])('%j', (values: (string | number | null)[], line) => {
  expect(csvLine(values)).toBe(`${line}\r\n`);
});

test('separates as a spreadsheet of the reader’s language does', () => {
  expect(csvLine(['a;b', 'c,d', 1], ';')).toBe('"a;b";"c,d";1\r\n');
});
