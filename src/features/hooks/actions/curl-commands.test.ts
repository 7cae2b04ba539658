import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlCommands } from './curl-commands';

const given = {
  publicUrl: 'https://hooks.example.com',
  tenant: { companyId: 1001, projectId: 5001 },
  hookId: 7,
  event: { resourceName: "Owner's Invoices", eventType: 'update' },
};

/** The arguments that a shell passes to curl, printed by a substitute for curl. */
function run(command: string): string[] {
  const script = `TOKEN=t0 CLIENT_ID=id CLIENT_SECRET=secret\ncurl() { printf '%s\\n' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n');
}

const commandOf = (key: string, changes: object = {}) =>
  curlCommands({ ...given, ...changes }).find((one) => one.key === key)?.command ?? '';

test('each call names this hook at this installation, with the token', () => {
  const hook = 'https://hooks.example.com/rest/v2.0/companies/1001/projects/5001/webhooks/hooks/7';
  const authorization = 'Authorization: Bearer t0';
  expect(run(commandOf('hook'))).toEqual(['-s', hook, '-H', authorization]);
  expect(run(commandOf('deliveries'))).toEqual(['-s', `${hook}/deliveries`, '-H', authorization]);
});

test('a hook of the company has no project in its calls', () => {
  const tenant = { companyId: 1001, projectId: null };
  expect(commandOf('hook', { tenant })).toContain('/companies/1001/webhooks/hooks/7');
  expect(commandOf('publish', { tenant })).not.toContain('project_id');
});

test('an event of the first selected kind, with any characters in its name', () => {
  expect(JSON.parse(run(commandOf('publish')).at(-1) ?? '')).toEqual({
    resource_name: "Owner's Invoices",
    resource_id: '42',
    event_type: 'update',
    project_id: 5001,
  });
});

test('the token ends up in its variable', () => {
  const answer = `curl() { echo '{"access_token":"abc.def","token_type":"Bearer"}'; }`;
  const script = `${answer}\n${commandOf('token')}\nprintf %s "$TOKEN"`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe('abc.def');
});
