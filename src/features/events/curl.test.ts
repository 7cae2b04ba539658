import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlCommand } from './curl';

const event = { eventUlid: '01JMYXMZRBVKK0PC6XS8SA4QRE', hookId: 7, attempts: [] };

/** The arguments that a shell passes to curl. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('a shell reads the original text, with any characters', () => {
  const payload = JSON.stringify({ note: `it's $HOME, \`id\` and "quotes"\\` });
  const url = "https://example.com/hook?a=1&b='2'";
  expect(argumentsOf(curlCommand(url, { ...event, payload }))).toEqual([
    '-X',
    'POST',
    url,
    '-H',
    'content-type: application/json',
    '-H',
    'webhook-id: 01JMYXMZRBVKK0PC6XS8SA4QRE_7',
    '--data-binary',
    payload,
  ]);
});
