import { expect, it } from 'vitest';
import { runCli } from './run-cli';

const CLEAR = '\u001b[2J\u202e';

it.each([
  [[CLEAR, 'list']],
  [['company', 'list', `--${CLEAR}`]],
  [['company', 'create', '--name', 'X', CLEAR]],
])('writes no control character of the command line on the terminal: %j', async (argv) => {
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  const open = () => Promise.reject(new Error('needs no database'));
  expect(await runCli(argv, { out: write, err: write, open })).toBe(2);
  expect(written).not.toMatch(/[^\P{C}\n]/u);
  expect(written).toContain('\\u001b[2J\\u202e');
});
